/** The files of the workspace that the server cannot read by itself: read through the editor, and told to it. */
import * as vscode from 'vscode';

/** As the server takes it, in the option `files` and the notification `backupplan/files`. */
export interface ToldFile {
  readonly uri: string;
  /** Undefined: it is gone. */
  readonly text?: string;
}

/** What plans are read from, and what their scripts have written down. */
const FILES = '**/{*.backupplan,backupplan.catalog.yaml,backupplan.config.yaml,*.journal.jsonl}';
/** Folders that hold none of the workspace's own. */
const SKIPPED = '**/{node_modules,.git,*.backup}/**';
const skipped = /\/(?:node_modules|\.git|[^/]*\.backup)\//;

const MOST = 1000; // files
const LARGEST = 8_000_000; // bytes of one file, as many as the server reads of one on disk
const TOGETHER = 32_000_000; // bytes of all
/** Files that are read at once: each may be a request over the network. */
const AT_ONCE = 20;

const bound =
  'Backup Plan has not read all files here: it takes 1,000, of 8 MB each and 32 MB together, where there is no disk. ' +
  'Open the folder of your plans alone, or open this one in VS Code on your machine.';

export class Mirror implements vscode.Disposable {
  private readonly log: vscode.LogOutputChannel;
  /** Whether the server reads files of a scheme by itself. */
  private readonly reads: (scheme: string) => boolean;
  private readonly known = new Map<string, { readonly text: string; readonly size: number }>();
  private bytes = 0;
  private readonly changed = new vscode.EventEmitter<readonly ToldFile[]>();
  /** Files that have come, gone or changed. */
  readonly onChanged = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];
  /** One reading after the other, so that what is known is what was there last. */
  private reading: Promise<void> = Promise.resolve();
  private warned = false;

  constructor(log: vscode.LogOutputChannel, reads: (scheme: string) => boolean) {
    this.log = log;
    this.reads = reads;
    const watcher = vscode.workspace.createFileSystemWatcher(FILES);
    const follow = (uri: vscode.Uri): void => {
      if (this.isMirrored(uri)) void this.read([uri]);
    };
    this.subscriptions = [
      ...[this.changed, watcher, watcher.onDidCreate(follow), watcher.onDidChange(follow), watcher.onDidDelete(follow)],
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.readAll()),
    ];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  /** As they were read last, for a server that starts. */
  files(): readonly ToldFile[] {
    return [...this.known].map(([uri, { text }]) => ({ uri, text }));
  }

  /** Reads the folders of the workspace that the server cannot read. */
  async readAll(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => !this.reads(uri.scheme));
    const found = await Promise.all(folders.map((folder) => this.filesIn(folder)));
    const before = [...this.known.keys()].map((uri) => vscode.Uri.parse(uri));
    await this.read([...new Map([...before, ...found.flat()].map((uri) => [uri.toString(), uri])).values()]);
  }

  private async filesIn(folder: vscode.WorkspaceFolder): Promise<readonly vscode.Uri[]> {
    try {
      return await vscode.workspace.findFiles(new vscode.RelativePattern(folder, FILES), SKIPPED, MOST + 1);
    } catch (error) {
      // What is open is checked all the same.
      this.log.error(`${folder.name} cannot be searched for plans: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  }

  private read(uris: readonly vscode.Uri[]): Promise<void> {
    this.reading = this.reading.then(() => this.readNow(uris));
    return this.reading;
  }

  private async readNow(uris: readonly vscode.Uri[]): Promise<void> {
    const told: ToldFile[] = [];
    const leftOut: string[] = [];
    for (let start = 0; start < uris.length; start += AT_ONCE) {
      const some = uris.slice(start, start + AT_ONCE);
      const contents = await Promise.all(some.map((uri) => (this.isMirrored(uri) ? contentOf(uri) : undefined)));
      for (const [index, uri] of some.entries()) {
        const key = uri.toString();
        const content = contents[index];
        const fits = content !== undefined && content !== TOO_LARGE && this.hasRoom(key, content.length);
        if (content !== undefined && !fits) leftOut.push(key);
        told.push(...this.take(key, fits ? content : undefined));
      }
    }
    if (told.length > 0) this.changed.fire(told);
    if (leftOut.length > 0) this.warn(leftOut);
  }

  private isMirrored(uri: vscode.Uri): boolean {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return folder !== undefined && !this.reads(uri.scheme) && !skipped.test(uri.path.slice(folder.uri.path.length));
  }

  private hasRoom(uri: string, size: number): boolean {
    const before = this.known.get(uri);
    const files = this.known.size + (before === undefined ? 1 : 0);
    return files <= MOST && this.bytes - (before?.size ?? 0) + size <= TOGETHER;
  }

  /** What there is to tell of a file that now has this content; undefined: that is gone. */
  private take(uri: string, content: Uint8Array | undefined): readonly ToldFile[] {
    const before = this.known.get(uri);
    this.known.delete(uri);
    this.bytes -= before?.size ?? 0;
    if (content === undefined) return before === undefined ? [] : [{ uri }];
    const text = new TextDecoder().decode(content);
    this.known.set(uri, { text, size: content.length });
    this.bytes += content.length;
    return text === before?.text ? [] : [{ uri, text }];
  }

  private warn(leftOut: readonly string[]): void {
    this.log.warn(`Not read, since it is too much: ${leftOut.join(', ')}`);
    if (this.warned) return;
    this.warned = true;
    void vscode.window.showWarningMessage(bound);
  }
}

const TOO_LARGE = 'too large';

/** Undefined where there is no such file, or it cannot be read. */
async function contentOf(uri: vscode.Uri): Promise<Uint8Array | typeof TOO_LARGE | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > LARGEST ? TOO_LARGE : await vscode.workspace.fs.readFile(uri);
  } catch {
    return undefined;
  }
}
