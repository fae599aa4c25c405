// What both runners (run.mjs, electron.mjs) need of the suite: its bundle and its verdict.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Bundles the suite to CommonJS, which is what an extension host loads; gives the path of its entry. */
export async function bundleSuite() {
  const source = path.join(root, 'test/vscode/suite');
  const outdir = path.join(root, '.cache/vscode-suite');
  await build({
    entryPoints: readdirSync(source)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(source, name)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.cjs');
}

/** Green only if the suite wrote its report, ran tests, and none failed. `text` is what it had to say. */
export function readReport(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { green: false, text: '', why: 'the suite wrote no report' };
  }
  const { passed, failed, text } = report;
  if (passed + failed === 0) return { green: false, text, why: 'the suite ran no test' };
  return { green: failed === 0, text, why: `${failed} of ${passed + failed} tests failed` };
}
