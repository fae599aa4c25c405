import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { SemanticTokens } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor } from './editor.ts';

const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');

describe('language server: semantic tokens', () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  /** Each token as `text: type`, with its modifiers behind a dot. */
  async function tokens(text: string, lines?: readonly [number, number]): Promise<string[]> {
    const document = TextDocument.create('untitled:tokens', 'backupplan', 1, text);
    await editor.open(document.uri, text);
    const range = lines && { start: { line: lines[0], character: 0 }, end: { line: lines[1], character: 0 } };
    const method = range === undefined ? 'textDocument/semanticTokens/full' : 'textDocument/semanticTokens/range';
    const { data } = await editor.request<SemanticTokens>(method, { textDocument: { uri: document.uri }, range });
    await editor.close(document.uri);
    const { semanticTokensProvider } = editor.initialized?.capabilities ?? {};
    const { tokenTypes, tokenModifiers } = semanticTokensProvider?.legend ?? assert.fail();
    const said: string[] = [];
    let [line, character] = [0, 0];
    for (let index = 0; index < data.length; index += 5) {
      const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(index, index + 5);
      [line, character] = down > 0 ? [line + down, right] : [line, character + right];
      const word = document.getText({ start: { line, character }, end: { line, character: character + length } });
      said.push([`${word}: ${tokenTypes[type]}`, ...tokenModifiers.filter((_, bit) => (bits >> bit) & 1)].join('.'));
    }
    return said;
  }

  it('tell names by what they stand for, and values by what they are', async () => {
    assert.deepEqual(await tokens('storage nas: disk { at berlin; capacity 20 TB } // 💾\nsite berlin {}\n'), [
      'storage: keyword',
      'nas: struct.declaration',
      'disk: type',
      'at: keyword',
      'berlin: namespace',
      'capacity: keyword',
      '20: number',
      'TB: number',
      '// 💾: comment',
      'site: keyword',
      'berlin: namespace.declaration',
    ]);
  });

  it('read the words of a schedule, and a clause with its tool', async () => {
    assert.deepEqual((await tokens('policy p { full weekly on sunday at 02:00 to nas using restic }\n')).slice(2), [
      'full: keyword',
      'weekly: keyword',
      'on: keyword',
      'sunday: keyword',
      'at: keyword',
      '02:00: number',
      'to: keyword',
      'nas: struct',
      'using: keyword',
      'restic: function',
    ]);
  });

  it('are a token a line for what stands on several', async () => {
    assert.deepEqual(await tokens('/* one\r\n   two */\r\n/// three\r\n'), [
      '/* one: comment',
      '   two */: comment',
      '/// three: comment.documentation',
    ]);
  });

  it('say nothing of words that nobody knows', async () => {
    assert.deepEqual(await tokens('site berlin { flavour sweet; kind cloud }\n'), [
      'site: keyword',
      'berlin: namespace.declaration',
      'kind: keyword',
      'cloud: type',
    ]);
  });

  it('of a range are those of the whole file that stand there', async () => {
    const whole = await tokens(shop);
    const part = await tokens(shop, [10, 20]);
    const from = whole.indexOf('site: keyword');
    assert.equal(part[0], 'site: keyword');
    assert.deepEqual(part, whole.slice(from, from + part.length));
    assert.ok(part.includes('20: number') && !part.includes('vault: struct.declaration'), part.join('\n'));
  });
});
