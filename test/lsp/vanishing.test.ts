/** Files that vanish under the server, a server that is killed, clients that go away. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DocumentSymbol, FileChangeType } from 'vscode-languageserver';
import { generate } from '../../engine/generate/generate.ts';
import { examineText } from '../generate/sample.ts';
import { answersHonestly, isAnswered, shop } from './chaos.ts';
import { Editor, uri } from './editor.ts';

describe('language server: files, processes and clients that vanish', function () {
  this.timeout(180_000);
  let folder: string;
  let editor: Editor;
  const plan = (): string => path.join(folder, 'plan.backupplan');
  const library = (): string => path.join(folder, 'library.backupplan');

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'backupplan-chaos-'));
    mkdirSync(path.join(folder, '.git'));
    writeFileSync(library(), 'site office { kind office }\n');
    writeFileSync(plan(), `import "library.backupplan"\n${shop.replace(/site office[^}]*}/, '')}`);
    editor = await Editor.start({ folder });
  });
  afterEach(async () => {
    editor.process.kill('SIGKILL');
    editor.connection.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const tell = (file: string, type: FileChangeType): Promise<void> =>
    editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(file), type }] });
  const says = (code: string) => editor.diagnostics(uri(plan()), ({ diagnostics }) => diagnostics.some((each) => each.code === code));
  const saysNot = (code: string) => editor.diagnostics(uri(plan()), ({ diagnostics }) => !diagnostics.some((each) => each.code === code));

  it('a library that vanishes, becomes a folder and comes back is told of each time', async () => {
    await editor.open(uri(plan()), readFileSync(plan(), 'utf8'));
    await saysNot('import-failed');
    rmSync(library());
    await tell(library(), FileChangeType.Deleted);
    await says('import-failed');
    mkdirSync(library());
    await tell(library(), FileChangeType.Created);
    await answersHonestly(editor);
    await says('import-failed');
    rmSync(library(), { recursive: true });
    writeFileSync(library(), 'site office { kind office }\n');
    await tell(library(), FileChangeType.Created);
    await saysNot('import-failed');
  });

  it('a plan that vanishes, becomes a folder or unreadable bytes while it is open is answered from the editor', async () => {
    await editor.open(uri(plan()), shop);
    for (const becomes of [() => {}, () => mkdirSync(plan()), () => writeFileSync(plan(), Buffer.from([0xff, 0, 0xfe]))]) {
      rmSync(plan(), { recursive: true });
      becomes();
      await tell(plan(), FileChangeType.Deleted);
      const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', { textDocument: { uri: uri(plan()) } });
      assert.ok(symbols.length > 3);
      await answersHonestly(editor);
      if (!existsSync(plan())) writeFileSync(plan(), '');
    }
  });

  it('a workspace that vanishes leaves the open plan, and comes back', async () => {
    await editor.open(uri(plan()), shop);
    rmSync(folder, { recursive: true });
    await tell(library(), FileChangeType.Deleted);
    await answersHonestly(editor);
    await isAnswered(editor.request('workspace/executeCommand', { command: 'backupplan.generate', arguments: [uri(plan())] }));
    mkdirSync(folder, { recursive: true });
    writeFileSync(library(), 'site office { kind office }\n');
    await tell(library(), FileChangeType.Created);
    await answersHonestly(editor);
  });

  it('a server that is killed while it writes leaves nothing that a new one stumbles over', async () => {
    writeFileSync(plan(), shop);
    await editor.open(uri(plan()), shop);
    const ended = once(editor.process, 'exit');
    void editor.request('workspace/executeCommand', { command: 'backupplan.generate', arguments: [uri(plan())] }).catch(() => {});
    while (!readdirSync(folder, { recursive: true }).some((name) => String(name).includes('runbook')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    editor.process.kill('SIGKILL');
    await ended;
    const again = await Editor.start({ folder });
    await again.open(uri(plan()), shop);
    await again.request('workspace/executeCommand', { command: 'backupplan.generate', arguments: [uri(plan())] });
    const output = path.join(folder, 'shop.backup');
    const made = existsSync(output) ? output : path.join(folder, 'plan.backup');
    const files = readdirSync(made, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const wanted = generate(examineText(shop, 'plan.backupplan'), { version: '0.0.0-test' }).map((each) => each.path);
    assert.deepEqual(files.map((each) => path.relative(made, path.join(each.parentPath, each.name))).toSorted(), [...wanted].toSorted());
    await again.stop();
  });

  it('a client that goes away takes the server with it', async () => {
    const ended = once(editor.process, 'exit');
    editor.process.stdin?.end();
    assert.deepEqual((await ended)[1], null);
  });

  it('a client that is killed and whose pipe stays open takes the server with it', async () => {
    const client: ChildProcess = spawn('sleep', ['600'], { stdio: 'ignore' });
    const left = Editor.silent();
    await left.request('initialize', { processId: client.pid, rootUri: null, capabilities: {} });
    const ended = once(left.process, 'exit');
    client.kill('SIGKILL');
    await ended;
    left.connection.dispose();
  });
});
