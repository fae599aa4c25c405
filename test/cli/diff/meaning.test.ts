import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { diffPlan, type PlanDiff } from '../../../engine/diff/diff.ts';
import { examineAfresh } from '../../../engine/examine.ts';
import { parse } from '../../../grammar/parse.ts';
import type { Statement } from '../../../grammar/tree.ts';
import { clinic } from './cases.ts';

const plans = new Map([
  ['clinic', clinic],
  ...['examples', 'test/worked']
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => file.endsWith('.backupplan'))
    .map((file): [string, string] => [file, readFileSync(file, 'utf8')]),
]);

describe('diff, of what means the same', () => {
  for (const [name, text] of plans) {
    it(`${name}: other spaces, comments, order and files change nothing`, () => {
      const { statements } = parse(text);
      const loose = (inner: readonly Statement[]): string =>
        inner
          .toReversed()
          .map((each) => rewritten(each, text))
          .join('\r\n\t');
      // People are called in their order.
      const contacts = statements.filter(({ id }) => id === 'file.contact');
      const others = statements.filter(({ id }) => id !== 'file.contact' && id !== 'file.plan');
      const header = statements.filter(({ id }) => id === 'file.plan');
      const library = `# moved\r\n${loose(others)}\r\n`;
      const root = `import "lib/rest.backupplan"\n${contacts.map((each) => rewritten(each, text)).join('\n')}\n${loose(header)}\n`;
      const files = new Map([
        ['/new/name.backupplan', root],
        ['/new/lib/rest.backupplan', library],
      ]);
      const { remarks, words } = diff(text, (file) => files.get(file), '/new/name.backupplan');
      assert.deepEqual(
        words.map(({ kind, before, after: now }) => [kind, before?.text, now?.text]),
        [],
      );
      assert.deepEqual(
        remarks.map(({ message }) => message),
        [],
      );
    });
  }

  it('tells a change of each kind of statement', () => {
    for (const [from, to] of [
      ['timezone  "Europe/Berlin"', 'timezone  "Europe/London"'],
      ['notify    "mailto:it@clinic.example"', 'notify    "mailto:other@clinic.example"'],
      ['region "eu-central"', 'region "eu-west"'],
      ['path "/srv/backup"', 'path "/srv/backups"'],
      ['escrow "bank safe"', 'escrow "drawer"'],
      ['name "Ada Byron"', 'name "Ada Lovelace"'],
      ['host      "db1"', 'host      "db2"'],
      ['owner     "records team"', 'owner     "another team"'],
      ['drilled    2026-09-14', 'drilled    2026-09-15'],
      ['verify  checksum daily at 06:00', 'verify  checksum daily at 07:00'],
      ['holds     personal-data, health-data', 'holds     personal-data'],
    ] as const) {
      const { words } = diff(clinic, () => clinic.replace(from, to));
      assert.deepEqual(
        words.map(({ kind, before, after }) => [kind, before?.text, after?.text]),
        [['changed', squeezed(from), squeezed(to)]],
      );
    }
  });
});

function diff(before: string, after: (file: string) => string | undefined, file = '/old.backupplan'): PlanDiff {
  return diffPlan({ before: examineAfresh('/old.backupplan', () => before), after: examineAfresh(file, after) });
}

/** With other spaces, comments and, where it is of no matter, order of what stands in it. */
function rewritten(statement: Statement, text: string): string {
  const { block, range } = statement;
  const { end } = statement.keyword.range;
  if (block === undefined) return `${text.slice(range.start, end)}\t ${text.slice(end, range.end)}`;
  const inner = block.statements;
  const keepsOrder = inner.some(
    ({ id }) => id === 'scenario.step' || id === 'system.backup' || id === 'system.standby' || id === 'system.note',
  );
  const lines = (keepsOrder ? inner : inner.toReversed()).map((each) => `${rewritten(each, text)} # so`);
  return `// a comment\n${text.slice(range.start, block.range.start)} {\n\n${lines.join('\n      ')}\n}`;
}

function squeezed(text: string): string {
  return text.replaceAll(/ +/g, ' ');
}
