/** What tests of broken clients share: whatever was sent, the next honest request is answered as if nothing had been. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type DocumentSymbol, ResponseError, type SymbolInformation } from 'vscode-languageserver';
import type { Editor } from './editor.ts';

export const shop = readFileSync(new URL('../../examples/shop.backupplan', import.meta.url), 'utf8');
export const honest = 'site berlin { kind office }\n';

let documents = 0;

/** What a client that means well asks, and what it is told. */
export async function answersHonestly(editor: Editor): Promise<void> {
  documents += 1;
  const asked = { uri: `untitled:honest-${documents}` };
  await editor.open(asked.uri, honest);
  const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: asked });
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['berlin'],
  );
  const found = await editor.request<SymbolInformation[]>('workspace/symbol', { query: 'berlin' });
  assert.equal(found[0]?.name, 'berlin');
  await editor.change(asked.uri, 'sit berlin {}\n');
  await editor.diagnostics(asked.uri, ({ version, diagnostics }) => version === 2 && diagnostics.length > 0);
  await editor.close(asked.uri);
}

/** Bytes as they are, which may be no message at all. */
export function raw(editor: Editor, bytes: string | Buffer): void {
  editor.process.stdin?.write(bytes);
}

export function framed(body: string | Buffer, length = Buffer.byteLength(body), more = ''): Buffer {
  return Buffer.concat([Buffer.from(`Content-Length: ${length}\r\n${more}\r\n`), Buffer.from(body)]);
}

/** Whether a request was answered at all; what it was told is no matter. */
export async function isAnswered(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof ResponseError, String(error));
  }
}
