// The suite in web/ in VS Code's web extension host, a worker of the page, with the packaged extension: what vscode.dev does with one.
// With names of its files (`web.mjs files machine`) only these; with `--fault KIND` a suite that must end red instead.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { judge } from './judge.mjs';
import { serve, withExtension } from './served.mjs';
import { root } from './suite.mjs';
import { startWorkbench, workbenchUrl } from './workbench.mjs';

const { values, positionals } = parseArgs({ options: { fault: { type: 'string', default: '' } }, allowPositionals: true });
if (values.fault === '') execFileSync(process.execPath, ['build/package.mjs'], { cwd: root, stdio: 'pipe' });
const suite = path.join(root, '.cache/vscode-web-suite');
await build({
  absWorkingDir: root,
  entryPoints: ['test/vscode/web/index.ts'],
  outfile: path.join(suite, 'suite/index.js'),
  bundle: true,
  platform: 'browser',
  // mocha takes the module that it finds itself in for its own.
  format: 'iife',
  globalName: 'suite',
  footer: { js: 'module.exports = suite;' },
  target: 'es2022',
  sourcemap: 'inline',
  external: ['vscode'],
  alias: { 'node:assert/strict': './test/vscode/web/assert.ts' },
  define: { FAULT: JSON.stringify(values.fault), ONLY: JSON.stringify(positionals) },
  logLevel: 'warning',
});

const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-web-'));
const folder = path.join(scratch, 'workspace');
for (const name of ['workspace', 'web/workspace']) cpSync(path.join(root, 'test/vscode', name), folder, { recursive: true });
const files = await serve(path.join(root, 'out/extension'), suite);
try {
  const workbench = await startWorkbench();
  try {
    const green = await judge({
      workbench,
      url: workbenchUrl(workbench, { folder }),
      report: path.join(scratch, 'report.json'),
      // The page lets nothing be loaded from other ports.
      context: { bypassCSP: true },
      prepare: (page) => withExtension(page, files, 'suite/index.js'),
    });
    process.exitCode = green ? 0 : 1;
  } finally {
    await workbench.stop();
  }
} finally {
  files.stop();
  rmSync(scratch, { recursive: true, force: true });
}
