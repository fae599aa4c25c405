/** A person at work for hours, at random: edits, undoes, asks for everything, closes, renames files. What the server keeps in memory meanwhile. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileChangeType, ResponseError } from 'vscode-languageserver';
import { type Chance, chanceFrom, mutated, pick } from '../fuzz/mutate.ts';
import { quickPlans, smallPlans } from '../fuzz/plans.ts';
import { Editor, uri } from './editor.ts';
import { everyRequest } from './everyRequest.ts';

const PLANS = 50;
/** So many are open at most. */
const OPEN = 8;
/** Of all the time, what goes by before memory is compared: code is compiled, and what may be remembered is. */
const WARM_UP = 0.1;
/** Milliseconds that an answer may take on a busy machine. */
const SILENCE = 120_000;

export interface Soaked {
  readonly steps: number;
  readonly requests: number;
  readonly renames: number;
  /** MB that the server holds after garbage is collected, at each look. */
  readonly looks: readonly { readonly heap: number; readonly resident: number }[];
  /** Mean MB of heap in the first quarter after the warm-up, and in the last. */
  readonly first: number;
  readonly last: number;
}

/** Keeps a server busy for so many minutes. Throws where it answers with a fault, or says in its log that something failed. */
export async function soak(minutes: number, seed: number, told: (words: string) => void = () => {}): Promise<Soaked> {
  const folder = mkdtempSync(path.join(tmpdir(), 'backupplan-soak-'));
  mkdirSync(path.join(folder, '.git'));
  writePlans(folder);
  const editor = await Editor.start({ folder });
  try {
    const work = new Work(editor, folder, chanceFrom(seed));
    const length = minutes * 60_000;
    const began = Date.now();
    const looks: { heap: number; resident: number }[] = [];
    const every = Math.max(1000, length / 60);
    let next = began + length * WARM_UP;
    while (Date.now() < began + length) {
      await work.step();
      if (Date.now() < next) continue;
      next = Date.now() + every;
      const look = await memoryOf(editor);
      looks.push(look);
      told(
        `${Math.round((Date.now() - began) / 1000)} s: ${look.heap.toFixed(1)} MB of heap, ${look.resident.toFixed(1)} MB resident, ${work.steps} steps`,
      );
    }
    const failed = editor.log.filter((line) => / failed for /.test(line));
    assert.deepEqual(failed, [], 'the log says that something failed');
    const quarter = Math.max(1, Math.floor(looks.length / 4));
    const mean = (some: typeof looks): number => some.reduce((sum, { heap }) => sum + heap, 0) / some.length;
    const { steps, requests, renames } = work;
    return { steps, requests, renames, looks, first: mean(looks.slice(0, quarter)), last: mean(looks.slice(-quarter)) };
  } finally {
    await editor.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Small plans and whole ones, again and again under other names. */
function writePlans(folder: string): void {
  const texts = [...smallPlans, ...quickPlans];
  for (let index = 0; index < PLANS; index += 1)
    writeFileSync(path.join(folder, `plan-${index}.backupplan`), texts[index % texts.length] ?? '');
}

async function memoryOf(editor: Editor): Promise<{ heap: number; resident: number }> {
  const looked = editor.log.length;
  editor.process.kill('SIGUSR2');
  const deadline = Date.now() + SILENCE;
  for (;;) {
    const line = editor.log.slice(looked).find((each) => each.startsWith('memory {'));
    if (line !== undefined) {
      const { heapUsed, rss }: { heapUsed: number; rss: number } = JSON.parse(line.slice('memory '.length));
      return { heap: heapUsed / 1e6, resident: rss / 1e6 };
    }
    assert.ok(Date.now() < deadline, 'the server does not say what it holds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Document {
  text: string;
  version: number;
  readonly before: string[];
}

class Work {
  steps = 0;
  requests = 0;
  renames = 0;
  readonly #editor: Editor;
  readonly #folder: string;
  readonly #chance: Chance;
  readonly #open = new Map<string, Document>();
  #files: string[];

  constructor(editor: Editor, folder: string, chance: Chance) {
    this.#editor = editor;
    this.#folder = folder;
    this.#chance = chance;
    this.#files = readdirSync(folder).filter((name) => name.endsWith('.backupplan'));
  }

  async step(): Promise<void> {
    this.steps += 1;
    const what = this.#chance();
    if (this.#open.size === 0 || (what < 0.06 && this.#open.size < OPEN)) await this.#openOne();
    else if (what < 0.11) await this.#closeOne();
    else if (what < 0.16) await this.#rename();
    else if (what < 0.2) await this.#save();
    else if (what < 0.65) await this.#edit();
    else await this.#askForEverything();
  }

  #path(name: string): string {
    return path.join(this.#folder, name);
  }

  async #openOne(): Promise<void> {
    const name = pick(this.#chance, this.#files);
    if (this.#open.has(name)) return;
    const text = readFileSync(this.#path(name), 'utf8');
    this.#open.set(name, { text, version: 1, before: [] });
    await this.#editor.open(uri(this.#path(name)), text);
  }

  async #closeOne(): Promise<void> {
    const name = pick(this.#chance, [...this.#open.keys()]);
    this.#open.delete(name);
    await this.#editor.close(uri(this.#path(name)));
  }

  /** A slip as people make them, or back to what was there before. */
  async #edit(): Promise<void> {
    const [name, document] = pick(this.#chance, [...this.#open]);
    const before = this.#chance() < 0.45 ? document.before.pop() : undefined;
    if (before === undefined) document.before.push(document.text);
    if (document.before.length > 20) document.before.shift();
    document.text = before ?? mutated([document.text], this.#chance);
    document.version = await this.#editor.change(uri(this.#path(name)), document.text);
  }

  async #save(): Promise<void> {
    const [name, { before, text }] = pick(this.#chance, [...this.#open]);
    // A plan that is broken more and more in the end is none; what was opened is saved again.
    writeFileSync(this.#path(name), before[0] ?? text);
    await this.#changed(name, FileChangeType.Changed);
  }

  /** To a name that was never there. */
  async #rename(): Promise<void> {
    const name = pick(this.#chance, this.#files);
    this.renames += 1;
    const to = `plan-${this.renames}-renamed.backupplan`;
    const files = [{ oldUri: uri(this.#path(name)), newUri: uri(this.#path(to)) }];
    await this.#ask('workspace/willRenameFiles', { files });
    renameSync(this.#path(name), this.#path(to));
    this.#files = this.#files.map((each) => (each === name ? to : each));
    const document = this.#open.get(name);
    if (document !== undefined) {
      this.#open.delete(name);
      await this.#editor.close(uri(this.#path(name)));
      this.#open.set(to, { ...document, version: 1 });
      await this.#editor.open(uri(this.#path(to)), document.text);
    }
    await this.#changed(name, FileChangeType.Deleted);
    await this.#changed(to, FileChangeType.Created);
  }

  #changed(name: string, type: FileChangeType): Promise<void> {
    return this.#editor.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(this.#path(name)), type }] });
  }

  async #askForEverything(): Promise<void> {
    const [name, { text }] = pick(this.#chance, [...this.#open]);
    const textDocument = { uri: uri(this.#path(name)) };
    const lines = text.split('\n');
    const line = Math.floor(this.#chance() * lines.length);
    const position = { line, character: Math.floor(this.#chance() * ((lines[line]?.length ?? 0) + 1)) };
    const range = { start: { line: 0, character: 0 }, end: position };
    const options = { tabSize: 2, insertSpaces: true };
    const params = { textDocument, position, range, positions: [position], options, newName: 'renamed', ch: '}', query: 'a' };
    const context = { includeDeclaration: true, diagnostics: [] };
    const around = { start: position, end: position };
    await Promise.all([
      ...everyRequest.map((method) => this.#ask(method, { ...params, context })),
      // Each fix that it offers is proved by an examination, and a line of a plan has a handful.
      ...(this.#chance() < 0.2 ? [this.#ask('textDocument/codeAction', { textDocument, range: around, context })] : []),
    ]);
  }

  /** A refusal that says why (no name here, a name that is taken) is an answer. */
  async #ask(method: string, params: object): Promise<void> {
    this.requests += 1;
    let clock: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      clock = setTimeout(() => reject(new Error(`${method} is not answered`)), SILENCE);
    });
    try {
      await Promise.race([this.#editor.request(method, params), silence]);
    } catch (error) {
      if (!(error instanceof ResponseError) || /failed with message|unexpectedly/.test(error.message)) throw error;
    } finally {
      clearTimeout(clock);
    }
  }
}
