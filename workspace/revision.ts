/** The files of a git revision, read without checking it out: nothing is written, and no hook, filter, pager or network is used. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { skipped } from './find.ts';
import { inside } from './inside.ts';
import { systemCode } from './problem.ts';
import { onDisk, type Texts } from './texts.ts';

/** What a revision cannot be read for, in words for whoever named it. */
export class RevisionError extends Error {}

/** A repository whose working tree holds a folder. */
export class Repository {
  /** Absolute path of the working tree's top, seen from the folder that was asked for. */
  readonly top: string;
  readonly #git: Git;

  /** Throws RevisionError where `folder` lies in no working tree, and where there is no git. */
  constructor(folder: string, environment: Environment) {
    this.#git = (args, input) => git(args, folder, environment, input);
    const found = this.#git(['rev-parse', '--is-inside-work-tree', '--show-cdup']);
    if (!found.done) throw new RevisionError(`${folder} lies in no git repository that can be read${said(found)}`);
    const [within, up = ''] = found.out.toString().split('\n');
    if (within !== 'true') throw new RevisionError(`${folder} lies in no working tree of its git repository`);
    this.top = path.resolve(folder, up);
  }

  /** Undefined where nothing has that name. Throws RevisionError where it cannot be read whole. */
  revision(name: string): Revision | undefined {
    // A revision is never an option; git is told so as well.
    if (name.startsWith('-') || /\p{Cc}/u.test(name)) return undefined;
    const commit = this.#git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    const hash = commit.out.toString().trim();
    return commit.done && /^[0-9a-f]{40,64}$/.test(hash) ? new Revision(this.top, hash, this.#git) : undefined;
  }
}

interface Entry {
  readonly hash: string;
  readonly link: boolean;
}

/** Paths are those that the files would have in the working tree. What lies outside of it belongs to no revision: it is read as it is. */
export class Revision implements Texts {
  /** The commit's hash. */
  readonly commit: string;
  /** Absolute path of the top of its working tree. */
  readonly top: string;
  readonly #git: Git;
  /** By path from the top, with `/` between its parts. */
  readonly #entries: ReadonlyMap<string, Entry>;
  /** By hash. */
  readonly #texts = new Map<string, string | undefined>();

  constructor(top: string, commit: string, run: Git) {
    this.top = top;
    this.commit = commit;
    this.#git = run;
    const listed = run(['ls-tree', '-r', '-z', '--full-tree', commit]);
    if (!listed.done) throw new RevisionError(`the files of ${commit} cannot be listed${said(listed)}`);
    const entries = new Map<string, Entry>();
    for (const line of listed.out.toString().split('\0')) {
      const [, mode, hash, file] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/su.exec(line) ?? [];
      if (hash !== undefined && file !== undefined) entries.set(file, { hash, link: mode === '120000' });
    }
    this.#entries = entries;
    this.#load([...entries].filter(([file]) => /\.backupplan$|(?:^|\/)backupplan\.\w+\.yaml$/u.test(file)).map(([, { hash }]) => hash));
  }

  exists = (file: string): boolean => (this.#holds(file) ? this.#entries.has(this.#relative(file)) : onDisk.exists(file));

  read = (file: string): string | undefined => (this.#holds(file) ? this.#follow(this.#relative(file), LINKS) : onDisk.read(file));

  plansBelow(folder: string): readonly string[] {
    const files = [...this.#entries.keys()].filter((file) => file.endsWith('.backupplan') && !file.split('/').slice(0, -1).some(skipped));
    const from = this.#relative(folder);
    return files.filter((file) => from === '' || file.startsWith(`${from}/`)).map((file) => path.join(this.top, file));
  }

  #holds(file: string): boolean {
    return inside(this.top, file);
  }

  #relative(file: string): string {
    return path.relative(this.top, file).replaceAll(path.sep, '/');
  }

  #follow(file: string, links: number): string | undefined {
    const entry = this.#entries.get(file);
    if (entry === undefined || links === 0) return undefined;
    if (!this.#texts.has(entry.hash)) this.#load([entry.hash]);
    const text = this.#texts.get(entry.hash);
    if (!entry.link || text === undefined) return text;
    return this.#follow(path.posix.join(path.posix.dirname(file), text), links - 1);
  }

  /** One process for all: a repository may hold thousands of plans. */
  #load(hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    const answer = this.#git(['cat-file', '--batch'], `${hashes.join('\n')}\n`);
    if (!answer.done) throw new RevisionError(`the files of ${this.commit} cannot be read${said(answer)}`);
    let at = 0;
    for (const hash of hashes) {
      const end = answer.out.indexOf('\n', at);
      const size = /^[0-9a-f]+ blob (\d+)$/u.exec(answer.out.subarray(at, end).toString())?.[1];
      if (size === undefined)
        throw new RevisionError(`a file of ${this.commit} is not in this repository: is it a partial clone? Fetch it whole first`);
      const from = end + 1;
      at = from + Number(size) + 1;
      this.#texts.set(hash, answer.out.subarray(from, at - 1).toString());
    }
  }
}

/** A chain of more links than this goes in a circle. */
const LINKS = 8;
/** Bytes; more than this is no folder of plans. */
const MOST = 1 << 30;

type Environment = Readonly<Record<string, string | undefined>>;
interface Answer {
  readonly done: boolean;
  readonly out: Buffer;
  readonly err: string;
}
type Git = (args: readonly string[], input?: string) => Answer;

function git(args: readonly string[], cwd: string, environment: Environment, input = ''): Answer {
  // None of these commands runs a hook or a filter; that stays so whatever a repository sets. What a partial clone lacks is not fetched.
  const settings = ['--no-pager', '--no-replace-objects', '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
  const env = {
    ...environment,
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  const { error, status, stdout, stderr } = spawnSync('git', [...settings, ...args], { cwd, env, input, maxBuffer: MOST });
  if (error !== undefined && systemCode(error) === 'ENOENT')
    throw new RevisionError('git was not found: install it, or compare two folders');
  if (error !== undefined && systemCode(error) === 'ENOBUFS') throw new RevisionError('git answers with more than a gigabyte');
  return { done: error === undefined && status === 0, out: stdout ?? Buffer.alloc(0), err: stderr?.toString() ?? '' };
}

/** What git says itself, in one line. */
function said({ err }: Answer): string {
  const line = err.trim().split('\n')[0] ?? '';
  return line === '' ? '' : ` (${line})`;
}
