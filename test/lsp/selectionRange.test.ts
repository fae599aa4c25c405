import assert from 'node:assert/strict';
import type { SelectionRange } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursor, Editor } from './editor.ts';

describe('language server: selection ranges', () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  /** What is selected each time that the person presses the key. */
  async function selected(marked: string): Promise<string[]> {
    const { text, position } = cursor(marked);
    const document = TextDocument.create('untitled:selection', 'backupplan', 1, text);
    await editor.open(document.uri, text);
    const [first] = await editor.request<SelectionRange[]>('textDocument/selectionRange', {
      textDocument: { uri: document.uri },
      positions: [position],
    });
    await editor.close(document.uri);
    const texts: string[] = [];
    for (let range = first; range !== undefined; range = range.parent) texts.push(document.getText(range.range));
    return texts;
  }

  const text = 'site berlin {}\nsystem orders: files {\n  backup { full daily at 02|:00 to nas }\n}\n';

  it('grow from the value over the statement and its blocks to the file', async () => {
    assert.deepEqual(await selected(text), [
      'daily at 02:00',
      'full daily at 02:00 to nas',
      ' full daily at 02:00 to nas ',
      '{ full daily at 02:00 to nas }',
      'backup { full daily at 02:00 to nas }',
      '\n  backup { full daily at 02:00 to nas }\n',
      '{\n  backup { full daily at 02:00 to nas }\n}',
      'system orders: files {\n  backup { full daily at 02:00 to nas }\n}',
      text.replace('|', ''),
    ]);
  });

  it('take the words before a block by themselves', async () => {
    assert.deepEqual((await selected('system ord|ers: files {\r\n}\r\n')).slice(0, 3), [
      'orders',
      'system orders: files',
      'system orders: files {\r\n}',
    ]);
  });

  it('take a comment by itself, and a broken statement as far as it goes', async () => {
    assert.equal((await selected('// what a | day\nsite berlin {}\n'))[0], '// what a  day');
    assert.deepEqual(await selected('storage nas: disk { at|'), ['at', ' at', '{ at', 'storage nas: disk { at']);
  });
});
