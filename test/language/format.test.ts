import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import { tokenize } from '../../grammar/tokens.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';
import { inContext, wholeExample } from './contexts.ts';
import { meaningOf } from './statements.ts';

const examples = path.join(import.meta.dirname, '../../examples');

function lines(...rows: string[]): string {
  return `${rows.join('\n')}\n`;
}

function formats(text: string, to: string): void {
  assert.equal(format(text), to);
  assert.equal(format(to), to);
}

describe('the formatter', () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.backupplan'))) {
    it(`gives ${name} back unchanged`, () => {
      const text = readFileSync(path.join(examples, name), 'utf8');
      assert.equal(format(text), text);
    });
  }

  it('puts a statement on a line, with values in a column', () => {
    formats(
      'system a:files{\nat berlin;path   "/srv"\n\n\n   depends on b ,c; offline\nbackup{\nfull daily at 02:00 to nas\nkeep 5 days\n}\n}',
      lines(
        'system a: files {',
        '  at       berlin',
        '  path     "/srv"',
        '',
        '  depends  on b, c',
        '  offline',
        '  backup {',
        '    full  daily at 02:00 to nas',
        '    keep  5 days',
        '  }',
        '}',
      ),
    );
  });

  it('leaves a block on one line if it stood there and fits', () => {
    formats(
      'site a{kind office;region "x"}\nsite berlin { kind   rack }',
      lines('site a      { kind office; region "x" }', 'site berlin { kind rack }'),
    );
    formats('site a {}\n', 'site a {}\n');
    formats(
      `system a: files { note "${'x'.repeat(200)}"; rpo 1h }`,
      lines('system a: files {', `  note  "${'x'.repeat(200)}"`, '  rpo   1h', '}'),
    );
  });

  it('aligns the braces of neighbours only', () => {
    formats(
      'site a { kind rack }\nsite bcd { kind rack }\n\nsite e { kind rack }\nkey fgh { kept at a }',
      lines('site a   { kind rack }', 'site bcd { kind rack }', '', 'site e { kind rack }', 'key fgh { kept at a }'),
    );
  });

  it('keeps values together with their units', () => {
    formats('plan "P" { budget 900 USD / month; exchange 0.92 EUR / USD }\n', 'plan "P" { budget 900 USD/month; exchange 0.92 EUR/USD }\n');
    formats('system a: files { grows 2 % /month ; changes 6 GB / day }\n', 'system a: files { grows 2%/month; changes 6 GB/day }\n');
    formats('con a: files { changes 6 GB / / day }\n', 'con a: files { changes 6 GB/ /day }\n');
    formats('policy a { full hourly at   :15 to nas }\n', 'policy a { full hourly at :15 to nas }\n');
  });

  it('leaves a list cut off where its `;` is', () => {
    formats('con a {\nlose b,; vault\n}\n', 'con a {\n  lose  b,;\n  vault\n}\n');
    formats('scenario a {\nlose b, /* c */ ; rto 1h\n}\n', 'scenario a {\n  lose b,;  /* c */\n  rto  1h\n}\n');
  });

  it('lines a continued list up under its first value', () => {
    formats(
      'system a: files {\n  depends on b,\nc, // why\n  d\n  rpo 1h\n}',
      lines('system a: files {', '  depends  on b,', '           c, // why', '           d', '  rpo      1h', '}'),
    );
  });

  it('keeps comments where they are', () => {
    formats(
      '// top\n\n\n/// Doc\nplan "P" { // opened\n# own line\nowner "a" // behind\ntimezone "UTC"    /* and */ // more\n\n// last\n} // closed\n// end',
      lines(
        '// top',
        '',
        '/// Doc',
        'plan "P" {  // opened',
        '  # own line',
        '  owner     "a"    // behind',
        '  timezone  "UTC"  /* and */ // more',
        '',
        '  // last',
        '}  // closed',
        '// end',
      ),
    );
  });

  it('leaves a broken statement as it is, and formats the others', () => {
    formats(
      'system a: files {\nrpo    5   GB\n   rto 4h\nsize 1 TB\n}',
      lines('system a: files {', '  rpo    5   GB', '  rto   4h', '  size  1 TB', '}'),
    );
  });

  it('leaves a text alone whose braces do not match', () => {
    for (const text of ['site a {\nkind   rack\n', 'site a { }\n}  \n', 'site   a\n{\n}\n']) assert.equal(format(text), text);
  });

  it('keeps line ends and a byte order mark', () => {
    assert.equal(format('\ufeffsite a {\r\nkind rack\r\n}\r\n'), '\ufeffsite a {\r\n  kind  rack\r\n}\r\n');
    assert.equal(format(''), '');
  });

  it('does not touch the inside of a long string', () => {
    formats(
      'system a: files {\nnote """\n      deep\n    less\n  """\nrpo 1h\n}',
      lines('system a: files {', '  note  """', '      deep', '    less', '  """', '  rpo   1h', '}'),
    );
  });

  for (const entry of vocabulary) {
    it(`keeps what ${entry.id} means`, () => {
      const text = inContext(wholeExample(entry), entry.in[0] ?? 'file');
      assert.deepEqual(meaningOf(parse(format(text)).statements), meaningOf(parse(text).statements));
    });
  }
});

/** Plans with any spaces, line ends and comments between their statements and tokens. */
function arbitraryPlan(): fc.Arbitrary<string> {
  const space = fc.constantFrom(' ', '  ', '\t', ' /* c */ ');
  const end = fc.constantFrom(
    '\n',
    ';',
    '\n\n\n',
    ' // trailing\n',
    '\r\n',
    ' ; ',
    '\n  // own line\n',
    '\n/// doc\n',
    ' /* a */ /// b\n',
    '\n# hash\n\n',
  );
  const statement = (context: string): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom(...vocabulary.filter((entry) => entry.in.some((each) => each === context) && entry.block === undefined)),
        space,
      )
      .map(([{ example }, between]) => example.replaceAll(/(?<=\w) (?=\w)/g, () => between).replaceAll(', ', `,${between}`));
  const block = (context: string): fc.Arbitrary<string> =>
    fc
      .array(fc.tuple(statement(context), end), { maxLength: 6 })
      .chain((rows) =>
        fc
          .constantFrom('{', '{\n', '{ // opened\n', '{ /* c */')
          .map((open) => `${open} ${rows.map(([row, behind]) => row + behind).join('')} }`),
      );
  const declarations = vocabulary.filter((entry) => entry.in[0] === 'file' && entry.block !== undefined);
  const declaration = fc
    .constantFrom(...declarations)
    .chain(({ example, block: context }) => block(context ?? 'file').map((body) => example.replace(/\{$/, body)));
  const any = fc.oneof(declaration, statement('file'));
  return fc.array(fc.tuple(any, end), { maxLength: 8 }).map((rows) => rows.map(([row, behind]) => row + behind).join(''));
}

describe('the formatter, for any plan', () => {
  it('is idempotent, and keeps every token, every comment and the meaning', () => {
    let whole = 0;
    fc.assert(
      fc.property(arbitraryPlan(), (text) => {
        const formatted = format(text);
        if (parse(text).problems.length === 0 && formatted !== text) whole += 1;
        assert.equal(format(formatted), formatted);
        assert.deepEqual(meaningOf(parse(formatted).statements), meaningOf(parse(text).statements));
        const comments = (of: string): string[] => tokenize(of).comments.map((comment) => comment.text.trimEnd());
        assert.deepEqual(comments(formatted), comments(text));
      }),
      { numRuns: 400 },
    );
    assert.ok(whole > 200, `only ${whole} of the plans had no mistake and were laid out anew`);
  });
});
