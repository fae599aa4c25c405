import assert from 'node:assert/strict';
import type { Range, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { format } from '../../grammar/format.ts';
import { cursor, Editor } from './editor.ts';

const options = { tabSize: 2, insertSpaces: true };

describe('language server: formatting a part', () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  /** The text after the edits that the server answers with. */
  async function formattedBy(text: string, method: string, params: object): Promise<string> {
    const document = TextDocument.create('untitled:part', 'backupplan', 1, text);
    await editor.open(document.uri, text);
    const edits = await editor.request<TextEdit[]>(method, { textDocument: { uri: document.uri }, options, ...params });
    await editor.close(document.uri);
    return TextDocument.applyEdits(document, edits);
  }

  describe('of a range', () => {
    const text = 'site   berlin {}\n\nplan "P"  {\n owner "o"\n}\nsite   spare {}\n';
    const within = (start: number, end: number): Range => ({ start: { line: start, character: 0 }, end: { line: end, character: 0 } });

    it('changes the lines of the range and no other', async () => {
      const formatted = await formattedBy(text, 'textDocument/rangeFormatting', { range: within(2, 5) });
      assert.equal(formatted, 'site   berlin {}\n\nplan "P" {\n  owner  "o"\n}\nsite   spare {}\n');
    });
    it('of the whole file is the formatter’s text', async () => {
      assert.equal(await formattedBy(text, 'textDocument/rangeFormatting', { range: within(0, 99) }), format(text));
    });
  });

  describe('while typing', () => {
    /** `|` is the cursor behind what was typed. */
    async function typed(marked: string): Promise<string> {
      const { text, position } = cursor(marked);
      const ch = marked[marked.indexOf('|') - 1] === '}' ? '}' : '\n';
      return formattedBy(text, 'textDocument/onTypeFormatting', { position, ch });
    }

    for (const [name, eol] of [
      ['LF', '\n'],
      ['CRLF', '\r\n'],
    ] as const) {
      it(`a new line puts those before it into the block's columns, with ${name}`, async () => {
        const ends = (text: string): string => text.replaceAll('\n', eol);
        const before = ends('site  spare {}\nsystem a: files {\n  at berlin\n  size   1 TB\n  changes 1 GB/day\n  |\n}\nsite  other {}\n');
        const after = ends(
          'site  spare {}\nsystem a: files {\n  at       berlin\n  size     1 TB\n  changes  1 GB/day\n  \n}\nsite  other {}\n',
        );
        assert.equal(await typed(before), after);
      });
    }
    it('a new line behind a declaration formats it, and no other', async () => {
      assert.equal(
        await typed('site  spare {}\nsite berlin {\n  kind cloud\n  provider aws\n}\n|\nsite  other {}\n'),
        'site  spare {}\nsite berlin {\n  kind      cloud\n  provider  aws\n}\n\nsite  other {}\n',
      );
    });
    it('leaves the line of the cursor to the person, however it is indented', async () => {
      assert.equal(await typed('plan "P" {\n owner "o"\n|\n}\n'), 'plan "P" {\n  owner  "o"\n\n}\n');
      assert.equal(await typed('plan "P" {\n owner "o"\n        |\n\n\n}\n'), 'plan "P" {\n  owner  "o"\n        \n\n\n}\n');
    });
    it('leaves what comes behind alone', async () => {
      assert.equal(
        await typed('system a: files {\n at berlin\n  |\n   backup   {\n}\n}\n'),
        'system a: files {\n  at  berlin\n  \n   backup   {\n}\n}\n',
      );
    });
    it('a `}` formats the statement that it closes', async () => {
      assert.equal(
        await typed('system a: files {\n at berlin\n   backup {\n full daily   to nas\n   }|\n}\n'),
        'system a: files {\n at berlin\n  backup {\n    full daily   to nas\n  }\n}\n',
      );
      assert.equal(await typed('site berlin {kind   cloud}|\n'), 'site berlin { kind cloud }\n');
    });
    it('a `}` in a string or a comment closes nothing', async () => {
      for (const marked of ['plan   "P}|" {}\n', 'plan   "P" {\n // }|\n}\n']) assert.equal(await typed(marked), marked.replace('|', ''));
    });
    it('a new line at the top of a file, and in a block that is not closed, changes nothing', async () => {
      for (const marked of ['site   a {}\n|', 'plan   "P" {\n owner   "o"\n|']) assert.equal(await typed(marked), marked.replace('|', ''));
    });
  });
});
