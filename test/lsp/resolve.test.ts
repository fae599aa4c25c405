import assert from 'node:assert/strict';
import type { CompletionItem, MarkupContent } from 'vscode-languageserver';
import { cursor, Editor } from './editor.ts';

describe('language server: completions that are looked at', () => {
  let editor: Editor;
  before(async () => {
    const completionItem = { snippetSupport: true, resolveSupport: { properties: ['documentation'] } };
    editor = await Editor.start({ textDocument: { completion: { completionItem } } });
  });
  after(() => editor.stop());

  const resolve = (item: CompletionItem): Promise<CompletionItem> => editor.request('completionItem/resolve', item);
  const docOf = ({ documentation }: CompletionItem): string | undefined => (documentation as MarkupContent | undefined)?.value;

  async function offered(marked: string): Promise<CompletionItem[]> {
    const { text, position } = cursor(marked);
    await editor.open('untitled:resolve', text);
    const items = await editor.at<CompletionItem[]>('textDocument/completion', 'untitled:resolve', position);
    await editor.close('untitled:resolve');
    return items;
  }

  it('come without their documentation, and have it when they are asked for', async () => {
    const items = await offered('/// The box.\nstorage nas: disk {}\npolicy p { full daily at 02:00 to | }\n');
    assert.deepEqual(
      items.map((item) => [item.label, docOf(item)]),
      [['nas', undefined]],
    );
    const [nas = assert.fail()] = items;
    assert.match(docOf(await resolve(nas)) ?? '', /storage nas: disk[\s\S]*The box\./);
  });

  it('of an older list stay as they are', async () => {
    const [old = assert.fail()] = await offered('storage nas: |');
    await offered('system a: |');
    assert.deepEqual(await resolve(old), old);
    assert.deepEqual(await resolve({ label: 'nas' }), { label: 'nas' });
  });
});
