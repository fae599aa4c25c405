// `npm run test:electron`: the same suite through @vscode/test-electron, where VS Code can be downloaded (it needs a display; on
// Linux without one, `xvfb-run`). VSCODE_EXECUTABLE names an installed VS Code to use instead of a download.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { bundle } from '../../build/build.mjs';
import { bundleSuite, readReport, root } from './suite.mjs';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-electron-'));
const folder = path.join(scratch, 'workspace');
const report = path.join(scratch, 'report.json');
cpSync(path.join(root, 'test/vscode/workspace'), folder, { recursive: true });
try {
  await bundle();
  const how = await runTests({
    vscodeExecutablePath: process.env.VSCODE_EXECUTABLE,
    cachePath: path.join(os.tmpdir(), 'backupplan-vscode-test'),
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleSuite(),
    extensionTestsEnv: { BACKUPPLAN_REPORT: report },
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', `--user-data-dir=${path.join(scratch, 'user')}`],
  }).catch((error) => error.message);
  const verdict = readReport(report);
  console.log(verdict.text);
  if (!verdict.green) {
    console.error(`${verdict.why} (VS Code: ${how})`);
    process.exitCode = 1;
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
