/** Commands that back up files, copy them elsewhere, remove old ones, or tell of it. */
import { Arguments } from './arguments.ts';
import { aws, copied, rclone, scp } from './elsewhere.ts';
import { curl, request } from './monitors.ts';
import { type Output, outputOf } from './output.ts';
import {
  type BareStep,
  certain,
  files,
  listed,
  type NotUnderstood,
  type Reader,
  type Resolve,
  stays,
  toElsewhere,
  WHAT,
  WHERE,
  what,
} from './reader.ts';
import { borg, restic } from './repositories.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import type { Source } from './step.ts';
import { fileTarget, fileWritten, folderTarget, placeTarget } from './target.ts';
import { UNKNOWN } from './unknown.ts';
import { nameOf } from './unwrap.ts';

const readers: Readonly<Record<string, Reader>> = {
  tar,
  rsync,
  restic,
  borg,
  find,
  aws,
  gsutil: aws,
  s3cmd: aws,
  rclone,
  scp,
  cp: copied,
  mv: copied,
  curl,
  wget: request,
};

/** Reads one command of a pipeline; undefined where it has nothing to do with files that are backed up. */
export function filesOf(
  words: readonly Word[],
  command: Command,
  pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood | undefined {
  const name = nameOf(words[0]);
  return Object.hasOwn(readers, name) ? readers[name]?.(words.slice(1), command, pipeline, resolve) : undefined;
}

function tar(words: readonly Word[], _command: Command, pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const [first, ...others] = words;
  // `tar czf`: the letters may stand without a dash.
  const all = first !== undefined && /^[a-zA-Z]+$/u.test(first.text) ? [{ ...first, text: `-${first.text}` }, ...others] : words;
  const given = new Arguments(all, [
    'f',
    'file',
    'C',
    'directory',
    'X',
    'exclude-from',
    'exclude',
    'T',
    'files-from',
    'g',
    'listed-incremental',
    'I',
    'N',
    'newer-mtime',
  ]);
  if (!given.has('c', 'create', 'r', 'append', 'u', 'update')) return [];
  const below = given.value('C', 'directory');
  const paths = given.rest.map((word) =>
    resolve(below === undefined || word.text.startsWith('/') ? word : { ...word, text: `${below.text}/${word.text}` }),
  );
  const archive = given.value('f', 'file');
  const {
    to,
    file,
    by,
    sealed,
    lost = WHERE,
  } = archive === undefined || archive.text === '-' ? outputOf(pipeline, resolve) : fileOrRemote(resolve(archive));
  if (to === undefined) return lost;
  const from = listed(given, ['T', 'files-from'], ['X', 'exclude-from']);
  const source = files(paths, given.values('exclude'), from);
  if (source.paths.length === 0) return what(from);
  const word = given.has('g', 'listed-incremental', 'N', 'newer-mtime') ? 'incremental' : 'full';
  return [{ does: 'save', source, word, to, sealed, ...(by ?? { tool: 'tar' }), ...stays(given), ...fileWritten(file) }];
}

function fileOrRemote(word: Word): Output {
  return { to: fileTarget(word), file: word };
}

function rsync(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [
    'e',
    'rsh',
    'exclude',
    'include',
    'exclude-from',
    'include-from',
    'files-from',
    'link-dest',
    'backup-dir',
    'log-file',
    'bwlimit',
    'port',
    'password-file',
    'timeout',
    'filter',
    'f',
    'chmod',
    'chown',
    'suffix',
    'max-size',
    'rsync-path',
  ]);
  const target = given.rest.at(-1);
  const sources = given.rest.slice(0, -1);
  if (target === undefined || sources.length === 0) return WHAT;
  const to = placeTarget(resolve(target));
  if (to === undefined) return WHERE;
  const history = given.has('link-dest', 'backup-dir', 'b', 'backup') || target.text.includes(UNKNOWN);
  const rotates = history ? undefined : 1;
  const unknown = listed(given, ['files-from'], ['exclude-from']);
  const far = sources.flatMap((each) => placeTarget(each) ?? []).find(({ kind }) => kind === 'sftp');
  if (far !== undefined) {
    const paths = sources.flatMap((each) => placeTarget(each)?.path ?? []);
    const source: Source = { kind: 'files', host: far.host, databases: [], paths, excludes: certain(given.values('exclude')), unknown };
    return [{ does: 'save', source, word: 'full', to, tool: 'rsync', rotates }];
  }
  const mirror = given.has('delete', 'del', 'delete-after', 'delete-before', 'delete-during', 'delete-excluded');
  return toElsewhere(sources.map(resolve), to, mirror, {
    tool: 'rsync',
    excludes: given.values('exclude'),
    unknown,
    rotates,
    ...stays(given),
  });
}

/** `find DIR -mtime +7 -delete`, or with `rm`: what is older goes. */
function find(words: readonly Word[], _command: Command, pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const texts = words.map(({ text }) => text);
  const removes =
    texts.includes('-delete') ||
    texts.includes('rm') ||
    pipeline.slice(1).some(({ words: later }) => later.some((each) => nameOf(each) === 'rm'));
  if (!removes) return [];
  const age = texts[texts.findIndex((text) => text === '-mtime' || text === '-ctime') + 1] ?? '';
  const minutes = texts[texts.indexOf('-mmin') + 1] ?? '';
  const folder = words
    .slice(
      0,
      Math.max(
        1,
        texts.findIndex((text) => text.startsWith('-')),
      ),
    )
    .map(resolve)[0];
  if (folder === undefined || folder.text.includes(UNKNOWN))
    return { because: 'it removes old files, and where is only known when it runs' };
  const rule = /^\+\d{1,5}$/u.test(age)
    ? days(Number(age))
    : /^\+\d{1,7}$/u.test(minutes)
      ? days(Math.floor(Number(minutes) / 1440))
      : undefined;
  if (rule === undefined) return { because: 'it removes files by something else than a number of days' };
  const name = texts.findIndex((text) => text === '-name' || text === '-iname');
  return [{ does: 'keep', on: folderTarget(folder.text), names: name === -1 ? undefined : texts[name + 1], rules: [rule] }];
}

function days(count: number): string {
  return count === 0 ? '1 day' : `${count} day${count === 1 ? '' : 's'}`;
}
