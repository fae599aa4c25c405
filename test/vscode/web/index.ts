/** What VS Code loads into the web worker that runs extensions: the tests that need no Node, and the report that decides. */
import 'mocha/mocha.js';
import * as vscode from 'vscode';

/** Set by the bundler: how the run is to go wrong (see `runner.test.mjs`), or nothing. */
declare const FAULT: string;
/** Set by the bundler: the parts that are to run; none: all. */
declare const ONLY: readonly string[];

export async function run(): Promise<void> {
  if (FAULT === 'no-report') throw new Error('the suite fell over before its first test');
  // Into the report, not on the console, which all extensions write to.
  const lines: string[] = [];
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000, color: false });
  mocha.suite.emit('pre-require', globalThis, '', mocha); // `describe` and the like
  Mocha.reporters.Base.consoleLog = (text = '', ...parts: unknown[]) => lines.push(formatted(String(text), parts));
  await tests();
  const runner = await new Promise<Mocha.Runner>((resolve) => {
    const running = mocha.run(() => resolve(running));
  });
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
  // A test that was skipped proves nothing.
  const report = { passed: passes, failed: failures + pending, text: lines.join('\n') };
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no folder is open');
  await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, '../report.json'), new TextEncoder().encode(JSON.stringify(report)));
  if (report.failed > 0) throw new Error(`${report.failed} tests failed`);
}

async function tests(): Promise<void> {
  if (FAULT === 'no-test') return;
  if (FAULT === 'wrong-assertion') {
    it('claims that 1 is 2', () => {
      throw new Error('1 is not 2');
    });
    return;
  }
  for (const [name, load] of Object.entries(parts)) if (ONLY.length === 0 || ONLY.includes(name)) await load();
}

const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  files: () => import('./files.test.ts'),
  machine: () => import('./machine.test.ts'),
  // These are the same in every host.
  findings: () => import('../suite/findings.test.ts'),
  writing: () => import('../suite/writing.test.ts'),
  preview: () => import('../suite/preview.test.ts'),
  large: () => import('../suite/large.test.ts'),
};

/** `%s` and `%d` filled in, as a console does. */
function formatted(text: string, parts: readonly unknown[]): string {
  const left = [...parts];
  return [text.replaceAll(/%[sdoOjif]/g, (sign) => (left.length > 0 ? String(left.shift()) : sign)), ...left].join(' ');
}
