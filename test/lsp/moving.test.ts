import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DocumentLink, Location, SymbolInformation, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursor, Editor, uri } from './editor.ts';

describe('language server: across files', () => {
  let editor: Editor;
  let folder: string;
  const at = (name: string): string => uri(path.join(folder, name));
  const texts = new Map([
    ['lib/sites.backupplan', '/// Where it all stands.\nsite berlin {}\n'],
    ['lib/all.backupplan', 'import "sites.backupplan"\n'],
    [
      'shop.backupplan',
      'import "lib/sites.backupplan"\nplan "Shop" { output "out" }\nstorage nas: disk { at berlin }\naccept rpo-unmet until 2099-01-01 because "it is"\n// backupplan-ignore unused-declaration: soon\nstorage spare: disk { at berlin }\naccept nonsense until 2099-01-01 because "?"\nimport "gone.backupplan"\n',
    ],
    ['other/cafe.backupplan', 'import "../lib/all.backupplan"\nplan "Café" {}\nstorage tape: tape { at berlin }\n'],
  ]);
  const text = (name: string): string => texts.get(name) ?? assert.fail(name);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan test é-'));
    for (const [name, written] of texts) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), written);
    }
    mkdirSync(path.join(folder, 'out'));
    writeFileSync(path.join(folder, 'out/README.md'), '# Shop\n');
    editor = await Editor.start({ folder });
    await editor.open(at('shop.backupplan'), text('shop.backupplan'));
  });
  after(async () => {
    await editor.stop();
    rmSync(folder, { recursive: true });
  });

  describe('type definition', () => {
    it('goes from the use of a name to its whole declaration', async () => {
      const { position } = cursor(text('shop.backupplan').replace('at berlin', 'at ber|lin'));
      const [found, ...others] = await editor.at<Location[]>('textDocument/typeDefinition', at('shop.backupplan'), position);
      assert.deepEqual(others, []);
      assert.equal(found?.uri, at('lib/sites.backupplan'));
      const sites = TextDocument.create('', '', 0, text('lib/sites.backupplan'));
      assert.equal(sites.getText(found?.range), 'site berlin {}');
    });
    it('of what is no name is nothing', async () => {
      const found = await editor.at<Location[]>('textDocument/typeDefinition', at('shop.backupplan'), { line: 2, character: 2 });
      assert.deepEqual(found, []);
    });
  });

  describe('workspace symbols', () => {
    const names = async (query: string): Promise<string[]> =>
      (await editor.request<SymbolInformation[]>('workspace/symbol', { query })).map(
        ({ name, containerName }) => `${name} in ${containerName}`,
      );

    it('are the declarations of all plans and libraries, open or not, each once', async () => {
      assert.deepEqual((await names('')).toSorted(), [
        'Café in cafe.backupplan',
        'Shop in shop.backupplan',
        'berlin in sites.backupplan',
        'nas in shop.backupplan',
        'spare in shop.backupplan',
        'tape in cafe.backupplan',
      ]);
    });
    it('hold the letters that are asked for in their order, the closest first', async () => {
      assert.deepEqual(await names('SP'), ['spare in shop.backupplan', 'Shop in shop.backupplan']);
      assert.deepEqual(await names('no such name'), []);
    });
  });

  describe('document links', () => {
    it('lead from imports to files, from codes to pages, from the output to what was generated', async () => {
      const links = await editor.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: at('shop.backupplan') } });
      const document = TextDocument.create('', '', 0, text('shop.backupplan'));
      assert.deepEqual(
        links.map(({ range, target }) => [document.getText(range), target]),
        [
          ['lib/sites.backupplan', at('lib/sites.backupplan')],
          ['out', at('out/README.md')],
          ['rpo-unmet', 'backupplan-check:/rpo-unmet.md'],
          ['unused-declaration', 'backupplan-check:/unused-declaration.md'],
        ],
      );
    });
  });

  describe('renaming files', () => {
    /** The texts of the files whose imports change, as the client has them before it moves anything. */
    async function moved(...renames: readonly (readonly [string, string])[]): Promise<Record<string, string>> {
      const files = renames.map(([from, to]) => ({ oldUri: at(from), newUri: at(to) }));
      const edit = await editor.request<WorkspaceEdit | null>('workspace/willRenameFiles', { files });
      return Object.fromEntries(
        [...texts].flatMap(([name, written]) => {
          const edits = edit?.changes?.[at(name)];
          return edits === undefined ? [] : [[name, TextDocument.applyEdits(TextDocument.create('', '', 0, written), edits)]];
        }),
      );
    }

    it('imports follow the file that they name, in plans that nobody has open too', async () => {
      assert.deepEqual(await moved(['lib/sites.backupplan', 'places & "co".backupplan']), {
        'lib/all.backupplan': 'import "../places & \\"co\\".backupplan"\n',
        'shop.backupplan': text('shop.backupplan').replace('lib/sites.backupplan', 'places & \\"co\\".backupplan'),
      });
    });
    it('imports of a file that moves still find theirs', async () => {
      assert.deepEqual(await moved(['other/cafe.backupplan', 'cafe.backupplan']), {
        'other/cafe.backupplan': text('other/cafe.backupplan').replace('../lib/', 'lib/'),
      });
    });
    it('a folder takes its files along, and imports within it stay', async () => {
      assert.deepEqual(await moved(['lib', 'shared/lib']), {
        'shop.backupplan': text('shop.backupplan').replace('lib/', 'shared/lib/'),
        'other/cafe.backupplan': text('other/cafe.backupplan').replace('../lib/', '../shared/lib/'),
      });
    });
    it('several at once, and none where no import changes', async () => {
      assert.deepEqual(await moved(['lib', 'base'], ['shop.backupplan', 'base/shop.backupplan']), {
        'shop.backupplan': text('shop.backupplan').replace('lib/', '').replace('gone', '../gone'),
        'other/cafe.backupplan': text('other/cafe.backupplan').replace('../lib/', '../base/'),
      });
      assert.deepEqual(await moved(['other/cafe.backupplan', 'other/kaffee.backupplan']), {});
    });
  });
});
