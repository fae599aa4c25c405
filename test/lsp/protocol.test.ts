import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { CompletionItem, DocumentSymbol, ServerCapabilities } from 'vscode-languageserver';
import { Editor } from './editor.ts';

describe('language server: protocol', () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());

  describe('announces', () => {
    const page = readFileSync(new URL('../../docs/language-server.md', import.meta.url), 'utf8');
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    /** The path of what announces each method of the page's table. */
    const told = rows
      .filter(([, method = '']) => /^`(textDocument|workspace|completionItem)\//.test(method))
      .flatMap(([, , capability = '']) => (capability === '' ? [] : [capability.replaceAll('`', '')]));
    let announced: ServerCapabilities;

    before(async () => {
      const pulling = await Editor.start({ textDocument: { diagnostic: {} }, initializationOptions: { diagnostics: 'pull' } });
      announced = pulling.initialized?.capabilities ?? assert.fail();
      await pulling.stop();
    });

    it('every method of the table', () => {
      const at = (path: string): unknown =>
        path
          .split('.')
          .reduce((found: unknown, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined), announced);
      assert.ok(told.length > 25);
      for (const path of told) assert.ok(at(path), path);
    });

    it('no other', () => {
      /** What is a method, or switches one on: a provider, and in it what can be left out. */
      const paths = Object.entries(announced)
        .filter(([key]) => key !== 'positionEncoding')
        .flatMap(([key, value]: [string, object]) => {
          if (key === 'workspace') return ['workspace.workspaceFolders', 'workspace.fileOperations.willRename'];
          const switches = ['prepareProvider', 'resolveProvider', 'full', 'range', 'workspaceDiagnostics'];
          return [key, ...switches.filter((each) => Reflect.has(Object(value), each)).map((each) => `${key}.${each}`)];
        });
      const said = new Set(told);
      for (const path of paths) assert.ok(said.has(path) || [...said].some((each) => each.startsWith(`${path}.`)), path);
      assert.deepEqual(Object.keys(announced.workspace ?? {}), ['workspaceFolders', 'fileOperations']);
      assert.deepEqual(Object.keys(announced.workspace?.fileOperations ?? {}), ['willRename']);
    });

    it('the commands and the kinds of code actions of the page', () => {
      const commands = rows.flatMap(([, name = '']) => (/^`backupplan\.\w+`$/.test(name) ? [name.replaceAll('`', '')] : []));
      assert.deepEqual(commands, announced.executeCommandProvider?.commands);
      const actions = announced.codeActionProvider;
      assert.ok(typeof actions === 'object' && actions.codeActionKinds !== undefined);
      for (const kind of actions.codeActionKinds) assert.ok(page.includes(`\`${kind}\``), kind);
    });

    it('no diagnostics to be asked for where they are sent anyway', () => {
      assert.equal(editor.initialized?.capabilities.diagnosticProvider, undefined);
    });
  });

  it('names itself and its version', () => {
    assert.deepEqual(editor.initialized?.serverInfo, { name: 'backupplan', version: '0.0.0-test' });
  });

  it('answers every request on half-typed text, at every place of it', async () => {
    const whole =
      'plan "P" { timezone "Europe/Berlin" }\r\nsystem orders: postgresql {\r\n  backup { full weekly on sunday at 02:00 to nas using pg_dump } // 💾\r\n}\r\n';
    const document = 'untitled:half';
    await editor.open(document, '');
    const faults = editor.log.length;
    for (let length = 0; length <= whole.length; length += 7) {
      await editor.change(document, whole.slice(0, length));
      const before = whole.slice(0, length).split('\r\n');
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      await Promise.all([
        editor.at('textDocument/completion', document, position),
        editor.at('textDocument/hover', document, position),
        editor.at('textDocument/definition', document, position),
        editor.at('textDocument/typeDefinition', document, position),
        editor.at('textDocument/references', document, position, { context: { includeDeclaration: true } }),
        editor.at('textDocument/documentHighlight', document, position),
        editor
          .at('textDocument/prepareRename', document, position)
          .catch((error: Error) => assert.match(error.message, /declared nowhere/)),
        editor.request('textDocument/documentSymbol', { textDocument: { uri: document } }),
        editor.request('textDocument/foldingRange', { textDocument: { uri: document } }),
        editor.request('textDocument/selectionRange', { textDocument: { uri: document }, positions: [position] }),
        editor.request('textDocument/semanticTokens/full', { textDocument: { uri: document } }),
        editor.request('textDocument/documentLink', { textDocument: { uri: document } }),
        editor.request('textDocument/codeLens', { textDocument: { uri: document } }),
        editor.at('textDocument/onTypeFormatting', document, position, { ch: '\n', options: { tabSize: 2, insertSpaces: true } }),
        editor.at('textDocument/onTypeFormatting', document, position, { ch: '}', options: { tabSize: 2, insertSpaces: true } }),
        editor.request('textDocument/inlayHint', {
          textDocument: { uri: document },
          range: { start: { line: 0, character: 0 }, end: position },
        }),
        editor.request('textDocument/formatting', { textDocument: { uri: document }, options: { tabSize: 2, insertSpaces: true } }),
        editor.request('textDocument/codeAction', {
          textDocument: { uri: document },
          range: { start: position, end: position },
          context: { diagnostics: [] },
        }),
      ]);
    }
    assert.deepEqual(editor.log.slice(faults), []);
    await editor.close(document);
  });

  it('keeps the outline and the completions of the rest of a file with a syntax error', async () => {
    const document = 'untitled:broken';
    await editor.open(document, 'site berlin { kind }\nstorage nas: disk { at ber\nsystem web: files {\n  \n}\n');
    const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: document } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['berlin', 'nas', 'web'],
    );
    const items = await editor.at<CompletionItem[]>('textDocument/completion', document, { line: 3, character: 2 });
    assert.ok(items.some(({ label }) => label === 'rpo'));
    await editor.close(document);
  });

  it('survives requests that make no sense', async () => {
    const wrong: readonly (readonly [string, object?])[] = [
      ['textDocument/hover'],
      ['textDocument/hover', {}],
      ['textDocument/hover', { textDocument: { uri: 'untitled:never-opened' }, position: { line: 0, character: 0 } }],
      ['textDocument/hover', { textDocument: { uri: 7 }, position: 'here' }],
      ['textDocument/completion', { textDocument: { uri: '%%%' }, position: { line: -5, character: 1e9 } }],
      ['textDocument/codeAction', { textDocument: { uri: 'untitled:x' } }],
      ['textDocument/inlayHint', { textDocument: { uri: 'untitled:x' } }],
      ['textDocument/selectionRange', { textDocument: { uri: 'untitled:x' } }],
      ['textDocument/semanticTokens/range', { textDocument: { uri: 'untitled:x' }, range: 'all' }],
      ['textDocument/onTypeFormatting', { textDocument: { uri: 'untitled:x' }, ch: 7 }],
      ['textDocument/diagnostic', {}],
      ['workspace/diagnostic', {}],
      ['workspace/symbol', { query: null }],
      ['workspace/willRenameFiles', { files: [{ oldUri: 1 }] }],
      ['completionItem/resolve', { label: 'x', data: {} }],
      ['workspace/didChangeConfiguration', { settings: { backupplan: { inlayHints: 'none' } } }],
      ['textDocument/rename', { textDocument: { uri: 'untitled:x' }, position: { line: 0, character: 0 } }],
      ['workspace/executeCommand', { command: 'rm' }],
      ['workspace/executeCommand', { command: 'backupplan.generate', arguments: [null, 'x'] }],
      ['workspace/executeCommand', { command: 'backupplan.explain', arguments: [{}] }],
      ['workspace/executeCommand', { command: 'backupplan.scenarios' }],
      ['textDocument/noSuchThing', {}],
    ];
    await Promise.all(wrong.map(([method, params]) => editor.request(method, params).catch(() => undefined)));
    await editor.notify('textDocument/didChange', {
      textDocument: { uri: 'untitled:never-opened', version: 2 },
      contentChanges: [{ text: 'x' }],
    });
    await editor.notify('textDocument/didClose', { textDocument: { uri: 'untitled:never-opened' } });
    await editor.notify('backupplan/nonsense', { a: 1 });
    await editor.open('untitled:still', 'site berlin {}\n');
    const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: 'untitled:still' } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['berlin'],
    );
  });

  it('survives a message that is no JSON', async () => {
    const other = await Editor.start();
    other.process.stdin?.write('Content-Length: 5\r\n\r\n{"a":');
    await other.open('untitled:a', 'site berlin {}\n');
    const symbols = await other.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: 'untitled:a' } });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['berlin'],
    );
    await other.stop();
  });

  it('ends when its client goes away without a word', async () => {
    const other = await Editor.start();
    const ended = once(other.process, 'exit', { signal: AbortSignal.timeout(5000) });
    other.connection.dispose();
    other.process.stdin?.end();
    await ended.finally(() => other.process.kill());
  });

  it('positions beyond a line or the text count as its end', async () => {
    await editor.open('untitled:short', 'plan "P" {\n\n}\n');
    const items = await editor.at<CompletionItem[]>('textDocument/completion', 'untitled:short', { line: 1, character: 500 });
    assert.ok(items.some(({ label }) => label === 'timezone'));
  });
});
