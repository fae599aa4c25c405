import assert from 'node:assert/strict';
import { Lexer } from 'chevrotain';
import { parse } from '../../grammar/parse.ts';
import { compileShape } from '../../grammar/shape.ts';
import { StructureParser } from '../../grammar/structure.ts';
import { lexerConfig, tokenTypes } from '../../grammar/tokens.ts';
import { statementsIn, valueTypes, vocabulary } from '../../grammar/vocabulary.ts';
import { inContext, wholeExample } from './contexts.ts';
import { allStatements } from './statements.ts';

describe('the vocabulary', () => {
  it('names every entry once', () => {
    assert.equal(new Set(vocabulary.map(({ id }) => id)).size, vocabulary.length);
  });

  for (const entry of vocabulary) {
    for (const context of entry.in) {
      it(`${entry.id}: its example is read in a ${context}: ${entry.example}`, () => {
        const text = inContext(wholeExample(entry), context);
        const { statements, problems } = parse(text);
        assert.deepEqual(problems, []);
        const found = allStatements(statements).find((statement) => statement.id === entry.id);
        assert.ok(found !== undefined, `no ${entry.id} in ${text}`);
        assert.equal(found.broken, false);
        const keywords = entry.shape.split(/ (?=[<[({:/])/)[0];
        assert.equal(found.keyword.text, keywords);
      });
    }
  }

  it('knows the type of every slot', () => {
    const known = [...Object.keys(valueTypes), 'NEW', 'STORAGE_KIND', 'SYSTEM_KIND'];
    for (const { id, shape } of vocabulary) {
      for (const [, type = ''] of shape.matchAll(/<\w+:([A-Z][A-Z_+]*),?>/g)) {
        const references = /^(?:(?:SITE|STORAGE|KEY|SYSTEM|POLICY|SCENARIO|CONTACT|ACCOUNT|CHECK)(?:\+|$))+$/.test(type);
        assert.ok(references || known.includes(type), `${id}: ${type}`);
      }
    }
  });

  it('refuses a shape that is wrong', () => {
    for (const wrong of ['a [ b', 'a ( b | c', 'a ] b', 'a { b ]']) assert.throws(() => compileShape(wrong), /shape/, wrong);
  });

  it('puts the statements of a context in the order of the table', () => {
    assert.deepEqual(
      statementsIn('key').map(({ id }) => id),
      ['key.kept', 'key.escrow', 'key.rotate'],
    );
  });
});

describe('lexer and parser', () => {
  // Chevrotain's checks of a grammar need Node 22; with this they run on Node 20 too.
  const lacking = !('groupBy' in Object);
  before(() => {
    if (lacking) Object.defineProperty(Object, 'groupBy', { value: groupBy, configurable: true });
  });
  after(() => {
    if (lacking) Reflect.deleteProperty(Object, 'groupBy');
  });

  it('pass all of the checks that start-up leaves out', () => {
    const lexer = new Lexer(tokenTypes, { ...lexerConfig, skipValidations: false });
    assert.deepEqual(lexer.lexerDefinitionErrors, []);
    assert.doesNotThrow(() => new StructureParser({ skipValidations: false }));
  });

  it('are tried wherever they may start', () => {
    const tryingAll = new Lexer(tokenTypes, { positionTracking: 'onlyOffset', safeMode: true });
    const read = (lexer: Lexer, text: string): string[] =>
      lexer.tokenize(text).tokens.map(({ tokenType, image }) => `${tokenType.name} ${image}`);
    const lexer = new Lexer(tokenTypes, { ...lexerConfig, skipValidations: true });
    for (let code = 0; code < 0x3000; code++)
      for (const rest of ['', 'a', '1', ':30', '027-01-01', '/ a', '\n'])
        assert.deepEqual(
          read(lexer, String.fromCharCode(code) + rest),
          read(tryingAll, String.fromCharCode(code) + rest),
          `${code} ${rest}`,
        );
  });
});

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Record<string, T[]> {
  const groups: Record<string, T[]> = {};
  for (const item of items) {
    const key = keyOf(item);
    groups[key] = [...(groups[key] ?? []), item];
  }
  return groups;
}
