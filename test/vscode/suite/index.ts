/** What VS Code loads to test the extension: runs the tests beside it and writes the report that decides. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

export function run(): Promise<void> {
  // Into the report, not on the console, which the extension host and all other extensions write to as well.
  const lines: string[] = [];
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => lines.push(format(...parts));
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000, color: false });
  for (const name of files()) mocha.addFile(path.join(__dirname, name));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      // A test that was skipped proves nothing.
      const report = { passed: passes, failed: failures + pending, text: lines.join('\n') };
      writeFileSync(process.env.BACKUPPLAN_REPORT ?? '', JSON.stringify(report));
      if (report.failed === 0) resolve();
      else reject(new Error(`${report.failed} tests failed`));
    });
  });
}

/** The manifest's test comes last: it asks what the others have run. */
function files(): string[] {
  const { BACKUPPLAN_FAULT, BACKUPPLAN_ONLY } = process.env;
  if (BACKUPPLAN_FAULT !== undefined) return ['faults.cjs'];
  if (BACKUPPLAN_ONLY !== undefined) return BACKUPPLAN_ONLY.split(',').map((name) => `${name}.test.cjs`);
  const all = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
  return [...all.filter((name) => name !== LAST).sort(), LAST];
}

const LAST = 'manifest.test.cjs';
