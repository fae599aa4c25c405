import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { PicturesAnswer } from '../../server/pictures.ts';
import { Editor } from './editor.ts';

const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');

describe('language server: pictures', () => {
  let editor: Editor;
  let documents = 0;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  async function ask(text: string, more: object = {}): Promise<PicturesAnswer> {
    const document = `untitled:pictures-${documents++}`;
    await editor.open(document, text);
    return editor.request('backupplan/pictures', { textDocument: { uri: document }, ...more });
  }

  it('gives the matrix first, and says what else there is', async () => {
    const { choices, picture, note } = await ask(shop);
    assert.equal(picture?.kind, 'matrix');
    assert.deepEqual(
      choices.map(({ label }) => label),
      [
        ...['Scenario matrix', 'Copies by site', 'Timeline'],
        ...['Order of recovery: datacenter-failure', 'Copies that are left: datacenter-failure'],
        ...['Order of recovery: ransomware', 'Copies that are left: ransomware'],
        ...['Restore points: orders', 'Restore points: uploads', 'Restore points: secrets', 'Cost by month'],
      ],
    );
    assert.equal(note, undefined);
  });

  it('says of each target in the matrix whether it is kept, apart from the words', async () => {
    const { picture } = await ask(shop);
    const { head = [], rows = [] } = picture?.table ?? {};
    const told = rows.map((cells) => ['RPO', 'RTO'].map((name) => cells[head.indexOf(name)]));
    assert.deepEqual(told[0]?.[0], { text: '1h, not met', target: 'not met' });
    assert.ok(told.flat().some((cell) => cell?.target === 'met'));
    assert.deepEqual(
      rows.flat().filter(({ text, target }) => (target === undefined) === /, (met|not met|not known)$/u.test(text)),
      [],
    );
  });

  it('gives the one that is asked for, as SVG without colours of its own and as a table', async () => {
    const { picture, style } = await ask(shop, { kind: 'recovery', of: 'datacenter-failure' });
    assert.match(picture?.svg ?? '', /^<svg /u);
    assert.doesNotMatch(picture?.svg ?? '', /<style/u);
    assert.match(style.rules, /\.picture/u);
    assert.equal(picture?.table.rows[0]?.[0]?.text, 'secrets');
    assert.match(picture?.description ?? '', /critical path is uploads, then web/u);
  });

  it('follows the text as it is edited', async () => {
    const document = `untitled:pictures-${documents++}`;
    await editor.open(document, shop);
    const request = { textDocument: { uri: document }, kind: 'recovery', of: 'ransomware' };
    const before = await editor.request<PicturesAnswer>('backupplan/pictures', request);
    await editor.change(document, shop.replace(/provision( +)within 2h/u, 'provision$1within 9h'));
    const after = await editor.request<PicturesAnswer>('backupplan/pictures', request);
    assert.match(after.picture?.svg ?? '', /16h20m23s/u);
    assert.doesNotMatch(before.picture?.svg ?? '', /16h20m23s/u);
  });

  it('a scenario that is gone gives way to the first picture', async () => {
    const { picture } = await ask(shop, { kind: 'recovery', of: 'earthquake' });
    assert.equal(picture?.kind, 'matrix');
  });

  it('draws what can be read, and says that something may be missing', async () => {
    const { picture, note } = await ask(`${shop}\nsystem broken: files { at nowhere }\n`);
    assert.equal(picture?.kind, 'matrix');
    assert.match(note ?? '', /cannot be read whole/u);
  });

  it('a library has none, and a plan without jobs has no timeline', async () => {
    const library = await ask('site berlin { }\n');
    assert.deepEqual(library.choices, []);
    assert.match(library.note ?? '', /library/u);
    const { picture, note } = await ask('plan "P" { }\nsite a { }\n', { kind: 'timeline' });
    assert.equal(picture, undefined);
    assert.match(note ?? '', /Timeline: there is nothing to draw yet/u);
  });
});
