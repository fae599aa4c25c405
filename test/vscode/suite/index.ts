/** What VS Code loads to test the extension: runs the tests beside it and writes the report that decides. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000, color: false });
  const faulty = process.env.BACKUPPLAN_FAULT !== undefined;
  const files = readdirSync(__dirname).filter((name) => (faulty ? name === 'faults.cjs' : name.endsWith('.test.cjs')));
  for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      // A test that was skipped proves nothing.
      writeFileSync(process.env.BACKUPPLAN_REPORT ?? '', JSON.stringify({ passed: passes, failed: failures + pending }));
    });
  });
}
