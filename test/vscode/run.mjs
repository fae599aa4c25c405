// `npm run test:vscode`: the suite in a real VS Code, first with the extension from this checkout, then with the packaged one
// installed. With names of its files (`run.mjs commands preview`) only these, with the extension of this checkout; with `--fault KIND`
// a suite that must end red instead (see suite/faults.ts).
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../build/build.mjs';
import { installExtension } from './extension.mjs';
import { judge } from './judge.mjs';
import { bundleSuite, root } from './suite.mjs';
import { startWorkbench, workbenchUrl } from './workbench.mjs';

const { values, positionals } = parseArgs({ options: { fault: { type: 'string' } }, allowPositionals: true });
const suite = await bundleSuite();
if (values.fault !== undefined) {
  process.exitCode = (await runSuite({ env: { BACKUPPLAN_FAULT: values.fault } })) ? 0 : 1;
} else if (positionals.length > 0) {
  await bundle();
  process.exitCode = (await runSuite({ env: { BACKUPPLAN_ONLY: positionals.join() } })) ? 0 : 1;
} else {
  await bundle();
  console.log('The extension of this checkout');
  const development = await runSuite();
  console.log('\nThe packaged extension, installed');
  const installed = await runSuite({ installed: true });
  process.exitCode = development && installed ? 0 : 1;
}

/** Runs the suite once; true if its own report says that tests ran and none failed. */
async function runSuite({ installed = false, env = {} } = {}) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-suite-'));
  const report = path.join(scratch, 'report.json');
  const folder = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
  // Beside an installed extension the suite's own empty folder is what is "under development".
  const extension = installed ? path.join(root, 'test/vscode/host') : root;
  const extensions = installed ? installExtension(path.join(scratch, 'extensions')) : undefined;
  const workbench = await startWorkbench({ extensions, env: { ...env, BACKUPPLAN_REPORT: report } });
  try {
    return await judge({ workbench, url: workbenchUrl(workbench, { folder, extension, suite }), report });
  } finally {
    await workbench.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
