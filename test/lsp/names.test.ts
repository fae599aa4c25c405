import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DocumentHighlight, DocumentHighlightKind, type Location, type WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursor, Editor, uri } from './editor.ts';

describe('language server: names', () => {
  let editor: Editor;
  let folder: string;
  const at = (name: string): string => uri(path.join(folder, name));

  const sites = '/// Where it all stands.\nsite berlin {}\n';
  const shop =
    'import "sites.backupplan"\nplan "Shop" {}\nstorage nas: disk { at berlin }\nstorage vault: s3 { at berlin; account backup-admin }\nscenario fire { lose berlin }\nscenario theft { compromise backup-admin, production }\n';
  const other = 'import "sites.backupplan"\nplan "Other" {}\n/* 💾 */ storage tape: disk { at berlin }\n';

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan test é-'));
    writeFileSync(path.join(folder, 'sites.backupplan'), sites);
    writeFileSync(path.join(folder, 'shop.backupplan'), shop);
    writeFileSync(path.join(folder, 'other.backupplan'), other);
    editor = await Editor.start({ folder });
    await editor.open(at('shop.backupplan'), shop);
    await editor.open(at('sites.backupplan'), sites);
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true });
  });

  /** The position of the first `word` of a text, in its middle. */
  const on = (text: string, word: string): { line: number; character: number } =>
    cursor(text.replace(word, `${word.slice(0, 2)}|${word.slice(2)}`)).position;

  /** Each place as the file's name and the text that it covers. */
  function covered(locations: readonly Location[]): string[] {
    const texts = new Map([
      [at('sites.backupplan'), sites],
      [at('shop.backupplan'), shop],
      [at('other.backupplan'), other],
    ]);
    return locations.map((location) => {
      const document = TextDocument.create(location.uri, 'backupplan', 1, texts.get(location.uri) ?? assert.fail(location.uri));
      return `${path.basename(location.uri)}:${location.range.start.line} ${document.getText(location.range)}`;
    });
  }

  it('goes from a name to its declaration in another file, and from an import to its file', async () => {
    const name = await editor.at<Location[]>('textDocument/definition', at('shop.backupplan'), on(shop, 'berlin'));
    assert.deepEqual(covered(name), ['sites.backupplan:1 berlin']);
    const imported = await editor.at<Location[]>('textDocument/definition', at('shop.backupplan'), on(shop, 'sites.'));
    assert.deepEqual(imported, [
      { uri: at('sites.backupplan'), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } },
    ]);
  });

  it('finds the uses of a declaration in every plan of the workspace, open or not', async () => {
    const found = await editor.at<Location[]>('textDocument/references', at('sites.backupplan'), on(sites, 'berlin'), {
      context: { includeDeclaration: true },
    });
    assert.deepEqual(covered(found).toSorted(), [
      'other.backupplan:2 berlin',
      'shop.backupplan:2 berlin',
      'shop.backupplan:3 berlin',
      'shop.backupplan:4 berlin',
      'sites.backupplan:1 berlin',
    ]);
    const uses = await editor.at<Location[]>('textDocument/references', at('sites.backupplan'), on(sites, 'berlin'), {
      context: { includeDeclaration: false },
    });
    assert.ok(!covered(uses).includes('sites.backupplan:1 berlin'));
  });

  it('highlights a name in its own file', async () => {
    const found = await editor.at<DocumentHighlight[]>('textDocument/documentHighlight', at('shop.backupplan'), on(shop, 'backup-admin'));
    assert.deepEqual(
      found.map(({ range, kind }) => [range.start.line, kind]),
      [
        [3, DocumentHighlightKind.Write],
        [5, DocumentHighlightKind.Read],
      ],
    );
  });

  describe('rename', () => {
    const rename = (document: string, position: object, newName: string): Promise<WorkspaceEdit> =>
      editor.request('textDocument/rename', { textDocument: { uri: document }, position, newName });

    it('shows what would be renamed', async () => {
      const prepared = await editor.at<object>('textDocument/prepareRename', at('shop.backupplan'), on(shop, 'berlin'));
      const character = 'storage nas: disk { at '.length;
      assert.deepEqual(prepared, {
        range: { start: { line: 2, character }, end: { line: 2, character: character + 6 } },
        placeholder: 'berlin',
      });
      assert.equal(await editor.at('textDocument/prepareRename', at('shop.backupplan'), on(shop, 'lose')), null);
    });

    it('renames a declaration and all its uses, in files that are not open too', async () => {
      const { changes = {} } = await rename(at('shop.backupplan'), on(shop, 'berlin'), 'frankfurt');
      const renamed = (name: string, text: string): string =>
        TextDocument.applyEdits(TextDocument.create(at(name), 'backupplan', 1, text), changes[at(name)] ?? []);
      assert.equal(renamed('sites.backupplan', sites), sites.replaceAll('berlin', 'frankfurt'));
      assert.equal(renamed('shop.backupplan', shop), shop.replaceAll('berlin', 'frankfurt'));
      assert.equal(renamed('other.backupplan', other), other.replaceAll('berlin', 'frankfurt'));
    });

    it('refuses what is no name, a name that is taken, and what nobody declares', async () => {
      await assert.rejects(rename(at('shop.backupplan'), on(shop, 'nas'), 'two words'), /'two words' is no name/);
      await assert.rejects(rename(at('shop.backupplan'), on(shop, 'nas'), 'vault'), /'vault' is already the name of a storage/);
      // `tape` is not declared in this plan, but in another one that shares the site.
      await assert.rejects(rename(at('sites.backupplan'), on(sites, 'berlin'), 'tape'), /'tape' is already the name of a storage/);
      await assert.rejects(rename(at('shop.backupplan'), on(shop, 'production'), 'prod'), /'production' is the account/);
    });

    it('renames an account apart from the names', async () => {
      const { changes = {} } = await rename(at('shop.backupplan'), on(shop, 'backup-admin'), 'vault');
      assert.equal(changes[at('shop.backupplan')]?.length, 2);
      await assert.rejects(rename(at('shop.backupplan'), on(shop, 'backup-admin'), 'production'), /'production' is the account/);
    });
  });
});
