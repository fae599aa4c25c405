/** Input that is made to take all memory or to have no end, given to a process with little room. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { Folder } from './run.ts';

const plan = (inside = '', size = '20 GB'): string => `plan "Shop" { owner "a@example.com" }
site office { kind office }
storage nas: nas { at office; path "/b" }
system orders: postgresql { at office; host "h"; database "d"; size ${size}; rpo 1d; rto 4h; ${inside}
  backup { full daily at 01:00 to nas } }
`;

/** Ten times ten times ten … of a text, by aliases. */
const aliases = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 12 },
  (_, depth) => `a${depth + 1}: &a${depth + 1} [${Array(10).fill(`*a${depth}`).join(', ')}]`,
).join('\n')}\n`;

/** Megabytes for what a program keeps. */
const ROOM = 768;
/** Milliseconds after which it hangs. */
const HANGS = 120_000;

describe('input that is made to break it', function () {
  this.timeout(2 * HANGS);
  const cases: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
    'a line of 100 MB': { 'p.backupplan': () => `${plan()}// ${'x'.repeat(100e6)}` },
    'a line of 7 MB': { 'p.backupplan': () => `${plan()}// ${'x'.repeat(7e6)}` },
    'braces in braces': { 'p.backupplan': () => '{'.repeat(200_000) },
    'blocks in blocks': { 'p.backupplan': () => 'system a: files { '.repeat(3000) },
    'a line of 20,000 systems that are not closed': { 'p.backupplan': () => `${plan()}${'system a: files { '.repeat(20_000)}` },
    'a line of 20,000 plans that are not closed': { 'p.backupplan': () => 'plan "P" { '.repeat(20_000) },
    'a line of 20,000 unknown words': { 'p.backupplan': () => `${plan()}${'foo; '.repeat(20_000)}` },
    'numbers without end': { 'p.backupplan': () => plan('changes 99999999999999999999 TB/s', `${'9'.repeat(400)} GB`) },
    'a configuration of aliases': { 'p.backupplan': plan, 'backupplan.config.yaml': () => `${aliases}severity: *a12\n` },
    'a catalogue of aliases': { 'p.backupplan': plan, 'backupplan.catalog.yaml': () => `${aliases}packs: *a12\n` },
    'a catalogue of brackets': { 'p.backupplan': plan, 'backupplan.catalog.yaml': () => '['.repeat(20_000) },
    'a configuration of brackets': { 'p.backupplan': plan, 'backupplan.config.yaml': () => '['.repeat(20_000) },
    'a configuration of 100 MB': { 'p.backupplan': plan, 'backupplan.config.yaml': () => `a: ${'x'.repeat(100e6)}` },
  };
  for (const [name, files] of Object.entries(cases)) {
    it(`${name}: is answered, within ${ROOM} MB`, () => {
      const folder = new Folder();
      try {
        for (const [file, text] of Object.entries(files)) folder.write(file, text());
        const { status, signal, stderr } = spawnSync(
          process.execPath,
          [
            `--max-old-space-size=${ROOM}`,
            '--import',
            path.resolve('node_modules/tsx/dist/loader.mjs'),
            path.resolve('cli/bin.ts'),
            'check',
          ],
          { cwd: folder.path, encoding: 'utf8', timeout: HANGS, maxBuffer: 1e9, env: { ...process.env, NODE_OPTIONS: '' } },
        );
        assert.equal(signal, null, `it hangs: ${stderr.slice(0, 500)}`);
        assert.ok(status === 1 || status === 2, `${status} ${stderr.slice(0, 500)}`);
        assert.doesNotMatch(stderr, /a fault of the program/u);
      } finally {
        folder.remove();
      }
    });
  }
});
