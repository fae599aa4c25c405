import assert from 'node:assert/strict';
import { type Expectation, expectedAt, expectedIn } from '../../grammar/expect.ts';
import { parse } from '../../grammar/parse.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';
import { chanceFrom, mutated } from '../fuzz/mutate.ts';
import { plans } from '../fuzz/plans.ts';
import { inContext } from './contexts.ts';

/** What is expected at the `|` of a text. */
function at(marked: string): Expectation {
  const offset = marked.indexOf('|');
  return expectedAt(marked.replace('|', ''), offset);
}

function statementIds(marked: string): string[] {
  return at(marked).statements.map(({ id }) => id);
}

describe('what may stand at a place', () => {
  it('a declaration, at the top of a file', () => {
    const all = [
      'file.import',
      'file.plan',
      'file.site',
      'file.storage',
      'file.key',
      'file.system',
      'file.policy',
      'file.scenario',
      'file.contact',
      'file.accept',
    ];
    for (const text of ['|', 'site a {}\n|', 'site a {}\n|\nsite b {}', 'sys|', 'site a { kind rack }|', '\ufeff|'])
      assert.deepEqual(statementIds(text), all, text);
  });

  it('a statement of the block', () => {
    assert.deepEqual(statementIds('key a { | }'), ['key.kept', 'key.escrow', 'key.rotate']);
    assert.deepEqual(statementIds('key a {\n  kept at b\n  |\n}'), ['key.escrow', 'key.rotate']);
    assert.deepEqual(statementIds('key a { kept at b; | }'), ['key.escrow', 'key.rotate']);
    assert.ok(statementIds('system a: files {\n backup {\n |\n }\n}').includes('block.full'));
    assert.ok(statementIds('system a: files {\n backup with b {\n |\n').includes('block.keep'));
    assert.ok(statementIds('policy a {\n full daily at 02:00 to b\n |\n}').includes('block.full'), 'a job may stand twice');
  });

  it('not the word that is being typed, which would exclude itself', () =>
    assert.ok(statementIds('key a {\n kept|\n}').includes('key.kept')));

  it('the next words', () => {
    assert.deepEqual(at('system a: files { depends | }').words, ['on']);
    assert.deepEqual(at('system a: files { restore |').words, ['with', 'at']);
    assert.deepEqual(at('policy a { full daily | }').words, ['at']);
    assert.deepEqual(at('policy a { full daily at 02:00 | }').words, ['in', 'to']);
    assert.deepEqual(at('policy a { full daily at 02:00 to nas | }').words, ['using', 'taking', 'lag', 'encrypted', 'managed']);
    assert.deepEqual(at('policy a { copy | }').words.slice(0, 3), ['after', 'every', 'hourly']);
    assert.deepEqual(at('plan "P" { budget 5 USD| }').range, { start: 20, end: 23 });
    assert.deepEqual(at('plan "P" { budget 5 USD | }').words, ['/month', '/year']);
  });

  it('words from a list', () => {
    assert.ok(at('site a { kind | }').words.includes('datacenter'));
    assert.ok(at('site a { kind data| }').words.includes('datacenter'));
    assert.deepEqual(at('policy a { full weekly on | }').words[6], 'sunday');
    assert.deepEqual(at('policy a { full yearly on | }').words.length, 12);
  });

  it('names, by their sort', () => {
    assert.deepEqual(at('policy a { full daily at 02:00 to | }').references, ['storage']);
    assert.deepEqual(at('scenario a { lose b, | }').references, ['site', 'storage', 'system', 'key']);
    assert.deepEqual(at('site a { account |').references, ['account']);
    assert.deepEqual(at('system a: files {\n backup with |\n}').references, ['policy']);
    assert.deepEqual(at('accept |').references, ['check']);
  });

  it('values, by their type and slot', () => {
    assert.deepEqual(at('system a: files { rpo | }').values, [{ slot: 'span', type: 'DURATION' }]);
    assert.deepEqual(at('system a: |').values, [{ slot: 'kind', type: 'SYSTEM_KIND' }]);
    assert.deepEqual(at('storage a: s|').values, [{ slot: 'kind', type: 'STORAGE_KIND' }]);
    assert.deepEqual(at('site |').values, [{ slot: 'name', type: 'NEW' }]);
    assert.ok(at('policy a { full | }').values.some(({ type }) => type === 'SCHEDULE'));
  });

  it('units behind a number', () => {
    assert.ok(at('system a: files { rpo 5 | }').units.includes('days'));
    assert.ok(at('system a: files { size 5 | }').units.includes('GB'));
    assert.ok(at('policy a { keep 5 | }').units.includes('days'));
    assert.ok(at('policy a { keep 5 | }').words.includes('daily'));
  });

  it('a block, where the header is complete', () => {
    assert.equal(at('site a |').block, true);
    assert.equal(at('system a: files {\n backup |').block, true);
    assert.equal(at('system a |').block, false);
    assert.equal(at('import "x" |').block, false);
  });

  it('inside of a string: its slot, and what is between the quotes', () => {
    const found = at('plan "P" {\n timezone "Eur|ope"\n}');
    assert.equal(found.inside, 'string');
    assert.deepEqual(found.values, [{ slot: 'zone', type: 'STRING' }]);
    assert.equal(found.typed, 'Eur');
    assert.equal(at('import "|').inside, 'string');
    assert.equal(at('import "a"|').inside, undefined);
  });

  it('nothing inside of a comment', () => {
    for (const text of ['// a|', 'site a { /* | */ }', 'site a {} // |\nsite b {}']) {
      assert.equal(at(text).inside, 'comment', text);
      assert.deepEqual(at(text).statements, [], text);
    }
    assert.equal(at('/* a */|').inside, undefined);
  });

  it('the range typed so far, and the word that it belongs to', () => {
    const found = at('site a { ki|nd rack }');
    assert.deepEqual([found.range, found.typed], [{ start: 9, end: 13 }, 'ki']);
  });

  it('in a block that is not closed, with declarations behind', () => {
    assert.equal(at('system a: files {\n backup {\n  |\n\nsite b { kind rack }').context, 'block');
    assert.equal(at('system a: files {\n  rpo 1h\n\nsite b {\n  |').context, 'site');
  });

  it('on a line that goes on after a comma', () =>
    assert.deepEqual(at('scenario a {\n  lose b,\n    |\n}').references, ['site', 'storage', 'system', 'key']));

  it('nothing, in a block whose header means nothing', () => {
    assert.equal(at('qwertz {\n |\n}').context, undefined);
    assert.deepEqual(statementIds('qwertz {\n |\n}'), []);
    assert.equal(at('systm a: files {\n |\n}').context, 'system', 'a misspelt header is known all the same');
  });

  it('something at each word of every example', () => {
    for (const {
      id,
      example,
      in: [context = 'file'],
    } of vocabulary) {
      const line = example.replace(/ \{$/, '');
      for (const { index } of line.matchAll(/(?<= )[\w"]/g)) {
        if ((line.slice(0, index).match(/"/g) ?? []).length % 2 === 1) continue;
        const found = at(inContext(`${line.slice(0, index)}|`, context));
        const size = found.words.length + found.values.length + found.references.length + found.units.length;
        assert.ok(size > 0, `${id}: nothing is expected after "${line.slice(0, index)}"`);
      }
    }
  });

  it('the same where only the declaration around is read', () => {
    const chance = chanceFrom(20261127);
    for (let count = 0; count < 200; count += 1) {
      const text = mutated(plans, chance);
      const tree = parse(text);
      for (let tries = 0; tries < 10; tries += 1) {
        const offset = Math.floor(chance() * (text.length + 1));
        assert.deepEqual(expectedIn(tree, offset), expectedAt(text, offset), JSON.stringify([text, offset]));
      }
    }
  });
});
