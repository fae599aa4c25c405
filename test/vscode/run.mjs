// `npm run test:vscode`: the suite in a real VS Code, first with the extension from this checkout, then with the packaged one
// installed. With names of its files (`run.mjs commands preview`) only these, with the extension of this checkout; with `--fault KIND`
// a suite that must end red instead (see suite/faults.ts).
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../build/build.mjs';
import { installExtension } from './extension.mjs';
import { bundleSuite, readReport, root } from './suite.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from './workbench.mjs';

const LIMIT = 600_000; // ms for one run of the suite

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
  const trace = [];
  let browser;
  try {
    const opened = await openBrowser();
    browser = opened.browser;
    const { page } = opened;
    let end;
    const ended = new Promise((resolve) => {
      end = resolve;
    });
    const timer = setTimeout(() => end(`no end after ${LIMIT / 1000} s`), LIMIT);
    page.on('console', (message) => trace.push(`[page] ${message.text()}`));
    page.on('pageerror', (error) => trace.push(`[page] ${error}`));
    page.on('crash', () => end('the page crashed'));
    // VS Code calls this in a window that tests an extension, at the end of the suite.
    await page.exposeFunction('codeAutomationExit', (code) => end(`VS Code ended with ${code}`));
    await page.goto(workbenchUrl(workbench, { folder, extension, suite }));
    const how = await ended;
    clearTimeout(timer);
    // Only the report counts: VS Code says 0 as well when its extension host dies in the middle of a run.
    const verdict = readReport(report);
    console.log(verdict.text);
    if (verdict.green) return true;
    console.error(`${verdict.why} (${how})`);
    if (verdict.text === '') console.error(`${trace.slice(-40).join('\n')}\n${workbench.output()}`);
    return false;
  } finally {
    await browser?.close();
    await workbench.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
