import assert from 'node:assert/strict';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import type { Statement } from '../../grammar/tree.ts';
import { allStatements } from './statements.ts';

function ids(text: string): (string | undefined)[] {
  return allStatements(parse(text).statements).map(({ id }) => id);
}

describe('the text of a plan', () => {
  it('ends a statement at a line, a semicolon and a brace', () => {
    assert.deepEqual(ids('site a { kind office; ; region "x" }; site b { kind rack\n}\n;\n'), [
      'file.site',
      'site.kind',
      'site.region',
      'file.site',
      'site.kind',
    ]);
  });

  it('may end its lines in three ways', () => {
    for (const eol of ['\n', '\r\n', '\r']) {
      const text = ['plan "P" {', '  owner "a"', '  notify "b",', '    "c"', '}', 'site s { kind office }', ''].join(eol);
      assert.deepEqual(parse(text).problems, []);
      assert.deepEqual(ids(text), ['file.plan', 'plan.owner', 'plan.notify', 'file.site', 'site.kind']);
    }
  });

  it('may begin with a byte order mark', () => {
    const tree = parse('\ufeffsite a { kind office }');
    assert.deepEqual(tree.problems, []);
    assert.equal(tree.statements[0]?.keyword.range.start, 1);
  });

  it('has comments of four sorts', () => {
    const { comments, problems } = parse(
      '// a\n# b\n/* c\n d */ site s { kind office } /// not a doc\n/// e\nsite t { kind office /* f */ }',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      comments.map(({ style, text }) => [style, text]),
      [
        ['line', '// a'],
        ['hash', '# b'],
        ['block', '/* c\n d */'],
        ['doc', '/// not a doc'],
        ['doc', '/// e'],
        ['block', '/* f */'],
      ],
    );
  });

  it('ranges point at what they name', () => {
    const text = '/// Doc\nsystem orders: postgresql {\n  depends on secrets\n}';
    const system = parse(text).statements[0];
    const of = (range: { start: number; end: number } | undefined): string => text.slice(range?.start, range?.end);
    assert.equal(of(system?.range), text.slice(8));
    assert.equal(of(system?.keyword.range), 'system');
    assert.equal(of(system?.slots.name?.[0]?.range), 'orders');
    assert.equal(of(system?.block?.range), '{\n  depends on secrets\n}');
    assert.equal(of(system?.block?.statements[0]?.keyword.range), 'depends on');
    assert.equal(of(system?.block?.statements[0]?.slots.systems?.[0]?.range), 'secrets');
  });

  it('reserves no word', () => {
    const text = `system system: system { at at; standby at lag lag 10s failover 5m; depends on on, depends
      backup { copy daily at 02:00 from from to to using using; keep on on daily for 5 days; keep on logs 5 days; log continuous to continuous
        verify restore weekly on sun at 05:00 at at taking 5m } }
      site site { kind host; within within }
      scenario scenario { lose lose; step "a" for for by by taking 5m }
      accept accept/until for for until 2027-01-01 because "x"`;
    const { problems, statements } = parse(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      statements.map(({ slots }) => (slots.name ?? []).map((name) => ('text' in name ? name.text : ''))[0]),
      ['system', 'site', 'scenario', 'for'],
    );
  });

  it('reads nothing as nothing', () => {
    for (const text of ['', '\n\n', '\ufeff', '// only this', ';;;', '   \t '])
      assert.deepEqual(parse(text).statements, [], JSON.stringify(text));
  });
});

describe('documentation comments', () => {
  const docOf = (text: string): (string | undefined)[] => allStatements(parse(text).statements).map(({ doc }) => doc);

  it('belong to the declaration under them', () => {
    assert.deepEqual(docOf('/// One\n///   two\n///\n/// three\nsite a { kind office }\nsite b { kind office }'), [
      'One\n  two\n\nthree',
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('stay with it over blank lines and other comments', () => {
    assert.deepEqual(docOf('/// One\n\n// between\n/* and */\n\nsite a {}'), ['One']);
  });
  it('do not when they stand behind a statement', () => {
    assert.deepEqual(docOf('import "x" /// of the import\nsite a {} /// behind\nsite b { /// in\n kind office }'), [
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('have three slashes, not four', () => assert.deepEqual(docOf('//// line\nsite a {}'), [undefined]));
  it('may stand in a block', () => assert.deepEqual(docOf('site a {\n  /// What\n  kind office\n}'), [undefined, 'What']));
});

describe('a text that nobody would write', () => {
  /** Reads and formats it; every range must lie in it. */
  function survives(text: string): readonly Statement[] {
    const { statements, problems, comments } = parse(text);
    for (const { range } of [...allStatements(statements), ...problems, ...comments]) {
      assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length);
    }
    const formatted = format(text);
    assert.equal(format(formatted), formatted);
    return statements;
  }

  const MEGABYTE = 1_000_000;
  const texts: readonly [string, string][] = [
    ['10,000 braces open', '{'.repeat(10_000)],
    ['10,000 braces close', '}'.repeat(10_000)],
    ['10,000 headers nested', 'system a: files { backup {'.repeat(10_000)],
    ['10,000 unknown blocks nested', 'a { '.repeat(10_000) + '}'.repeat(10_000)],
    ['a line of 1 MB', `owner ${'word '.repeat(MEGABYTE / 5)}`],
    ['a word of 1 MB', 'w'.repeat(MEGABYTE)],
    ['a number of 1 MB', '9'.repeat(MEGABYTE)],
    ['a string of 1 MB', `import "${'x'.repeat(MEGABYTE)}`],
    ['a list of 1 MB', `scenario a { lose ${'name, '.repeat(MEGABYTE / 6)} }`],
    ['20,000 lines that mean nothing', `/* ${'what ever\n'.repeat(20_000)}`],
    ['commas on lines', ',\n'.repeat(50_000)],
    ['1 MB of spaces', ' '.repeat(MEGABYTE)],
    ['1 MB that no plan uses', '€'.repeat(MEGABYTE)],
    ['control characters', Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('site a ')],
    ['NUL', 'site a\u0000b { kind\u0000office }\u0000'],
    ['lone surrogates', 'site \ud800 { region "\udc00" }\udfff\n// \ud800'],
    [
      'names of an object',
      'constructor __proto__ { toString 5 constructor }\nsystem a: files { rpo 5 constructor; size 5 toString; grows 2%/valueOf }',
    ],
  ];
  for (const [name, text] of texts) {
    it(name, () => {
      const start = performance.now();
      survives(text);
      assert.ok(performance.now() - start < 10_000, 'takes long');
    });
  }

  it('does not keep what stands behind from being read', () => {
    for (const [name, text] of texts.filter(([, each]) => !each.startsWith('/*'))) {
      const statements = survives(`${text}\nsite behind { kind office }\n`);
      assert.equal(statements.at(-1)?.id, 'file.site', name);
    }
  });
});
