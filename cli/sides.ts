/** What the arguments of `diff` name: a file, a folder, a git revision, or the working tree. */
import { type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { Repository, type Revision, RevisionError } from '../workspace/revision.ts';
import { onDisk, type Texts } from '../workspace/texts.ts';
import { type Io, UsageError } from './io.ts';
import { shownPath } from './sources.ts';

export interface Side {
  /** As it is told: `main`, `the working tree`, `old/`. */
  readonly name: string;
  /** Hash of the commit, of a revision. */
  readonly commit?: string;
  /** The folder that paths are told from. */
  readonly folder: string;
  /** Absolute paths of its plans and libraries. */
  readonly files: readonly string[];
  readonly texts: Texts;
}

export interface Sides {
  readonly before: Side;
  readonly after: Side;
  /** Two files: they are compared whatever they are called. */
  readonly twoFiles: boolean;
  /** The file that was asked for beside a revision: nothing else is told. */
  readonly only?: string;
}

/** An argument that names a path that is there, or a revision. */
type Named =
  | { readonly path: string; readonly isFile: boolean; readonly text: string }
  | { readonly revision: Revision; readonly text: string };

/** Throws UsageError for what is neither a path nor a revision. */
export function sidesOf(args: readonly string[], io: Io): Sides {
  const [base, head, ...more] = args;
  if (base === undefined) throw new UsageError('diff takes what to compare with: a git revision, a folder or a file');
  if (more.length > 0) throw new UsageError(`diff takes two things to compare, not ${args.length}`);
  const repository = lazily(() => new Repository(io.cwd, io.env));
  const before = named(base, repository, io);
  const after = head === undefined ? undefined : named(head, repository, io);
  if (after === undefined && 'isFile' in before && before.isFile)
    throw new UsageError(`say what to compare '${base}' with: a second file, or a git revision before it`);
  const paths = [before, after].flatMap((each) => (each !== undefined && 'path' in each ? [each] : []));
  // A revision is looked at where the other side lies.
  const beside = paths.length === 1 && after !== undefined ? paths[0] : undefined;
  const scope = beside ?? { path: io.cwd, isFile: false };
  const tree = { path: io.cwd, isFile: false, text: 'the working tree' };
  return {
    before: side(before, scope, io),
    after: side(after ?? tree, scope, io),
    twoFiles: paths.length === 2 && paths.every(({ isFile }) => isFile),
    only: beside?.isFile ? beside.path : undefined,
  };
}

function named(text: string, repository: () => Repository, io: Io): Named {
  const absolute = path.resolve(io.cwd, text);
  const stat = text === '' ? undefined : statOf(absolute);
  if (stat !== undefined) return { path: absolute, isFile: !stat.isDirectory(), text: shownPath(absolute, io.cwd) };
  try {
    const revision = repository().revision(text);
    if (revision !== undefined) return { revision, text };
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    throw new UsageError(`'${text}' is no file or folder here, and no revision: ${error.message}`);
  }
  const hint = text.includes('..')
    ? ': diff takes two revisions apart, not a range'
    : '; where it is a branch of another repository, or this clone is shallow, fetch it first';
  throw new UsageError(`there is no file, folder or git revision '${text}'${hint}`);
}

/** Undefined where there is nothing, and for what cannot be a path. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function side(what: Named, scope: { readonly path: string; readonly isFile: boolean }, io: Io): Side {
  if ('path' in what) {
    const files = what.isFile ? [what.path] : onDisk.plansBelow(what.path);
    return { name: what.text, folder: what.isFile ? io.cwd : what.path, files, texts: onDisk };
  }
  const { revision, text } = what;
  // A file that is not there under its name may have been moved.
  const isThere = scope.isFile && revision.exists(scope.path);
  const folder = scope.isFile ? revision.top : scope.path;
  const files = isThere ? [scope.path] : revision.plansBelow(folder);
  return { name: text, commit: revision.commit, folder: scope.isFile ? io.cwd : scope.path, files, texts: revision };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
