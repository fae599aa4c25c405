import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '../../grammar/parse.ts';
import { value } from '../../grammar/tree.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';
import { inContext, wholeExample } from './contexts.ts';
import { allStatements } from './statements.ts';

const around = ['site before { kind office }', 'storage nas: disk { at before }', 'policy silver { full daily at 02:00 to nas }'];
const behind = [
  'site behind { kind cloud }',
  'system web: application { at behind; redeploy "x" }',
  'scenario fire { lose before }',
  'contact dba { name "Ada" }',
];
const names = ['before', 'nas', 'silver', 'behind', 'web', 'fire', 'dba'];

/** The declarations of a text by name, with the number of statements in their blocks that are in order. */
function symbols(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const statement of parse(text).statements) {
    const name = value(statement, 'name', 'name')?.text;
    if (name !== undefined && !statement.broken)
      found.set(name, (statement.block?.statements ?? []).filter(({ broken }) => !broken).length);
  }
  return found;
}

/** Asserts that the seven declarations around some text are all there with all that they hold. */
function assertOthersWhole(text: string): void {
  const found = symbols([...around, text, ...behind].join('\n'));
  const whole = symbols([...around, ...behind].join('\n'));
  for (const name of names) assert.equal(found.get(name), whole.get(name), `${name} in:\n${text}`);
}

describe('a mistake spoils its own statement and nothing else', () => {
  for (const entry of vocabulary) {
    const context = entry.in[0] ?? 'file';
    const whole = wholeExample(entry);
    const words = entry.example.split(' ');
    const breaks: readonly [string, string][] = [
      ['cut after its first word', words[0] ?? ''],
      ['cut in the middle', words.slice(0, Math.ceil(words.length / 2)).join(' ')],
      ['with a word too many', `${entry.example.replace(/ ?\{$/, '')} ) 5 junk`],
      ['with a string that never ends', `${entry.example.replace(/ ?\{$/, '')} "never ends`],
      ['with a comma that leads nowhere', `${entry.example.replace(/ ?\{$/, '')},`],
      ['with a misspelt word', `x${whole}`],
    ];
    for (const [how, broken] of breaks) {
      it(`${entry.id} ${how}`, () => {
        const text = inContext(broken, context).trimEnd();
        if (how !== 'cut after its first word' && how !== 'cut in the middle') assert.ok(parse(text).problems.length > 0, text);
        assertOthersWhole(text);
      });
    }
    if (entry.block !== undefined) {
      it(`${entry.id} without its }`, () => {
        const text = context === 'file' ? entry.example : inContext(entry.example, context).trimEnd();
        assert.ok(
          parse(text).problems.some(({ code }) => code === 'syntax'),
          text,
        );
        assertOthersWhole(text);
      });
    }
  }

  it('statements beside it in its block stay too', () => {
    for (const entry of vocabulary.filter(({ in: [context] }) => context !== 'file')) {
      const context = entry.in[0] ?? 'file';
      const rows = vocabulary.filter((other) => other.in[0] === context);
      const others = [rows[0], rows.at(-1)].flatMap((other) => (other === undefined ? [] : [other]));
      const [above, below] = [wholeExample(others[0] ?? entry), wholeExample(others[1] ?? entry)];
      const tree = parse(inContext(`${above}\n${entry.example.split(' ')[0]} ) junk\n${below}`, context));
      const ids = allStatements(tree.statements)
        .filter(({ broken }) => !broken)
        .map(({ id }) => id);
      for (const other of others) assert.ok(ids.includes(other.id), `${other.id} beside ${entry.id}`);
    }
  });

  const junk = [
    '}',
    '}}}',
    '{',
    ')(*&',
    '"',
    '"""',
    '/*',
    ':',
    ',',
    '5',
    'site',
    'system x',
    'system x:',
    'storage {',
    'plan {',
    'plan "x',
    '\u0000',
    'é',
    '€€ 5',
    '; ; ;',
    'site a: b {',
    'import',
    'accept x',
  ];
  for (const text of junk) {
    it(`${JSON.stringify(text)} between declarations`, () => assertOthersWhole(text));
    it(`${JSON.stringify(text)} in a block that is never closed`, () =>
      assertOthersWhole(`system broken: files {\n  rpo 1h\n${text}\n  rto 2h`));
  }

  it('an error keeps the slots in front of it, the block and the name', () => {
    const { statements } = parse(
      'system web: files junk {\n  at berlin\n}\nsystem db: postgresql {\n backup {\n  full daily at 02:00 to nas usng pg_dump\n }\n}',
    );
    const [web, db] = statements;
    assert.equal(web?.broken, true);
    assert.equal(web?.slots.name?.[0]?.type === 'name' && web.slots.name[0].text, 'web');
    assert.equal(web?.block?.statements[0]?.id, 'system.at');
    const full = db?.block?.statements[0]?.block?.statements[0];
    assert.equal(full?.broken, true);
    assert.deepEqual(Object.keys(full?.slots ?? {}), ['schedule', 'to']);
    assert.equal(db?.broken, false);
  });

  it('a block whose } is missing ends where the next declaration begins', () => {
    const { statements } = parse('system a: files {\n  backup {\n    keep 5 days\n  rpo 1h\n\nsite b { kind office }');
    assert.deepEqual(
      statements.map(({ id }) => id),
      ['file.system', 'file.site'],
    );
    assert.equal(statements[0]?.block?.closed, false);
  });

  it('two statements on a line are both read', () => {
    const ids = allStatements(parse('system a: files { rpo 1h rto 4h }').statements).map(({ id }) => id);
    assert.deepEqual(ids, ['file.system', 'target.rpo', 'target.rto']);
  });

  it('a line that ends in a comma does not take the next statement with it', () => {
    const found = allStatements(parse('system a: files {\n  depends on b,\n  rpo 1h\n}').statements);
    assert.deepEqual(
      found.map(({ id, broken }) => [id, broken]),
      [
        ['file.system', false],
        ['system.depends', true],
        ['target.rpo', false],
      ],
    );
  });

  it('a line that ends in a comma, before a declaration', () => {
    const { statements } = parse('accept x for a,\nsite b { kind office }');
    assert.deepEqual(
      statements.map(({ id, broken }) => [id, broken]),
      [
        ['file.accept', true],
        ['file.site', false],
      ],
    );
  });

  it('every prefix of an example plan is read, and its whole declarations are found', () => {
    const text = readFileSync(path.join(import.meta.dirname, '../../examples/shop.backupplan'), 'utf8');
    const whole = parse(text).statements.filter(({ block }) => block !== undefined);
    for (let length = 0; length <= text.length; length += 7) {
      const { statements } = parse(text.slice(0, length));
      const closed = whole.filter(({ range }) => range.end <= length);
      for (const [index, { keyword, id }] of closed.entries()) {
        assert.equal(statements[index]?.id, id, `${keyword.text} in the first ${length} characters`);
        assert.equal(statements[index]?.block?.closed, true);
      }
    }
  });
});
