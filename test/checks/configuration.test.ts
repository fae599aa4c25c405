import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { readConfiguration } from '../../engine/checks/configuration.ts';
import { root } from './examined.ts';

/** The codes with their levels, and each problem behind the text that it stands at. */
function read(text: string): { levels: object; problems: string[] } {
  const { configuration, problems } = readConfiguration(text);
  return {
    levels: Object.fromEntries(configuration.severity),
    problems: problems.map(({ range, message }) => `${text.slice(range.start, range.end)}: ${message}`),
  };
}

describe('backupplan.config.yaml', () => {
  it('gives codes their severity', () => {
    assert.deepEqual(read('severity:\n  rpo-unmet: warning\n  unused-declaration: off\n  "retention-missing": error\n'), {
      levels: { 'rpo-unmet': 'warning', 'unused-declaration': 'off', 'retention-missing': 'error' },
      problems: [],
    });
    assert.deepEqual(read('severity: { rpo-unmet: &mild hint, unrecoverable: *mild }\n').levels, {
      'rpo-unmet': 'hint',
      unrecoverable: 'hint',
    });
  });
  it('may be empty', () => {
    for (const text of ['', '# nothing yet\n', 'severity:\n', 'severity: {}\n', '\u{FEFF}severity:\n'])
      assert.deepEqual(read(text), { levels: {}, problems: [] }, JSON.stringify(text));
  });

  for (const [what, text, problem] of [
    ['an unknown code', 'severity:\n  rpo-unmeet: info\n', 'rpo-unmeet: There is no check `rpo-unmeet`; did you mean `rpo-unmet`?'],
    ['a code like no other', 'severity:\n  qqqqqqqq: info\n', 'qqqqqqqq: There is no check `qqqqqqqq`.'],
    [
      'a severity that is none',
      'severity:\n  rpo-unmet: loud\n',
      'loud: The severity of `rpo-unmet` can be error, warning, info, hint or off.',
    ],
    [
      'a switch for a severity',
      'severity:\n  rpo-unmet: false\n',
      'false: The severity of `rpo-unmet` can be error, warning, info, hint or off.',
    ],
    ['no severity', 'severity:\n  rpo-unmet: []\n', '[]: The severity of `rpo-unmet` can be error, warning, info, hint or off.'],
    [
      'an error of the language',
      'severity:\n  syntax: off\n',
      'syntax: `syntax` is an error of the language: with it nobody knows what the plan means, so it stays an error.',
    ],
    ['an unknown setting', 'severty:\n  rpo-unmet: off\n', 'severty: `severty` is no setting; there is one: `severity`.'],
    ['a list', '- off\n', '- off\n: Here stands `severity:`, and below it a line for each code: `retention-missing: info`.'],
  ] as const) {
    it(`says where it has ${what}, and leaves that out`, () => {
      assert.deepEqual(read(text), { levels: {}, problems: [problem] });
    });
  }
  it('keeps what stands beside a mistake', () => {
    assert.deepEqual(read('severity:\n  rpo-unmeet: info\n  rpo-unmet: info\n').levels, { 'rpo-unmet': 'info' });
  });
  it('says where broken YAML breaks, and never throws', () => {
    for (const text of [
      'severity: {',
      'severity:\n\trpo-unmet: off',
      'severity: a: b',
      'a: &a [*a]',
      '? [a]\n: b',
      '*a',
      '%',
      '\u0000',
      'x: 1\nx: 2',
      '--- a\n--- b\n',
    ])
      assert.notDeepEqual(read(text).problems, [], JSON.stringify(text));
  });

  it('is what the published schema allows, no more and no less', () => {
    const schema = JSON.parse(readFileSync(path.join(root, 'docs/backupplan.config.schema.json'), 'utf8')) as object;
    const allows = new Ajv().compile(schema);
    for (const [text, good] of [
      ['', true],
      ['severity:', true],
      ['severity: { rpo-unmet: off }', true],
      ['severity: { rpo-unmet: loud }', false],
      ['severity: { syntax: off }', false],
      ['severity: { rpo-unmeet: off }', false],
      ['severty: {}', false],
    ] as const) {
      assert.equal(allows(parse(text)), good, text);
      assert.equal(read(text).problems.length === 0, good, text);
    }
  });
});
