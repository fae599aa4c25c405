import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languageReference, target as referencePage } from '../../build/language-reference.mjs';
import { target as grammarFile, textmateGrammar } from '../../build/syntax.mjs';
import { format } from '../../grammar/format.ts';
import { parse } from '../../grammar/parse.ts';
import { vocabulary } from '../../grammar/vocabulary.ts';

const root = path.join(import.meta.dirname, '../..');

describe('generated files', () => {
  it('the TextMate grammar is up to date (node --import tsx build/syntax.mjs)', () => {
    assert.equal(readFileSync(grammarFile, 'utf8'), textmateGrammar());
  });

  it('the language reference is up to date (node --import tsx build/language-reference.mjs)', () => {
    const page = readFileSync(referencePage, 'utf8');
    assert.equal(page, languageReference(page));
    for (const { doc } of vocabulary) assert.ok(page.includes(doc), doc);
  });
});

describe('colours', () => {
  const folder = path.join(root, 'test/language/textmate');
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.json'))) {
    it(`of ${name}`, () => {
      const tool = path.join(root, 'node_modules/vscode-tmgrammar-test/dist/unit.js');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [tool, '-g', path.join(folder, 'markdown.grammar.json'), path.join(folder, name)],
        { cwd: root, encoding: 'utf8' },
      );
      assert.equal(status, 0, stdout + stderr);
    });
  }
});

describe('the language reference', () => {
  it('shows plans that have no mistake in their language', () => {
    const fences = [...readFileSync(referencePage, 'utf8').matchAll(/```backupplan\n([\s\S]*?)```/g)];
    assert.ok(fences.length >= 2);
    for (const [, plan = ''] of fences) {
      assert.deepEqual(parse(plan).problems, [], plan);
      assert.equal(format(plan), plan);
    }
  });
});

describe('the language configuration', () => {
  const configuration: { readonly wordPattern: string; readonly indentationRules: { readonly increaseIndentPattern: string } } = JSON.parse(
    readFileSync(path.join(root, 'syntaxes/language-configuration.json'), 'utf8'),
  );

  it('takes a name as one word', () => {
    const words = [...'keep on nas_2 for vault-key'.matchAll(new RegExp(configuration.wordPattern, 'g'))].map(([word]) => word);
    assert.deepEqual(words, ['keep', 'on', 'nas_2', 'for', 'vault-key']);
  });

  it('indents behind an open brace', () => {
    const pattern = new RegExp(configuration.indentationRules.increaseIndentPattern);
    assert.ok(pattern.test('system orders: postgresql {'));
    assert.ok(!pattern.test('site a { kind rack }'));
    assert.ok(!pattern.test('// a brace {'));
  });
});
