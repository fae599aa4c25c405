/** Commands that back up files, copy them elsewhere, or remove old ones. */
import { Arguments } from './arguments.ts';
import { outputOf, rcloneTarget } from './databases.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import type { Check, Copy, Keep, Save, Sealed, Source, Target } from './step.ts';
import { fileTarget, fileWritten, folderTarget, placeTarget, tidy } from './target.ts';
import { UNKNOWN } from './unknown.ts';
import { nameOf } from './unwrap.ts';

type Bare<T> = T extends unknown ? Omit<T, 'origin' | 'when'> : never;
/** A step without where it was read and when it runs. */
export type BareStep = Bare<Save | Copy | Keep | Check>;

/** Why a command that backs up files is not understood. */
export interface NotUnderstood {
  readonly because: string;
}

/** Makes a path absolute. */
export type Resolve = (word: Word) => Word;

type Reader = (words: readonly Word[], command: Command, pipeline: Pipeline, resolve: Resolve) => readonly BareStep[] | NotUnderstood;

const WHERE: NotUnderstood = { because: 'where it writes to is only known when it runs' };
const WHAT: NotUnderstood = { because: 'what it backs up is only known when it runs' };

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

function files(words: readonly Word[], excludes: readonly Word[], host?: string): Source {
  return { kind: 'files', host, databases: [], paths: certain(words), excludes: certain(excludes) };
}

function certain(words: readonly Word[]): string[] {
  return words.flatMap(({ text }) => (text === '' || text.includes(UNKNOWN) ? [] : [tidy(text)]));
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
  const { to, file } = archive === undefined || archive.text === '-' ? outputOf(pipeline, resolve) : fileOrRemote(resolve(archive));
  if (to === undefined) return WHERE;
  const source = files(paths, given.values('exclude'));
  if (source.paths.length === 0) return WHAT;
  const word = given.has('g', 'listed-incremental', 'N', 'newer-mtime') ? 'incremental' : 'full';
  return [{ does: 'save', source, word, to, tool: 'tar', ...fileWritten(file) }];
}

function fileOrRemote(word: Word): { readonly to?: Target; readonly file?: Word } {
  return { to: fileTarget(word), file: word };
}

function rsync(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [
    'e',
    'rsh',
    'exclude',
    'include',
    'exclude-from',
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
  const far = sources.flatMap((each) => placeTarget(each) ?? []).find(({ kind }) => kind === 'sftp');
  if (far !== undefined) {
    const paths = sources.flatMap((each) => placeTarget(each)?.path ?? []);
    const source: Source = { kind: 'files', host: far.host, databases: [], paths, excludes: certain(given.values('exclude')) };
    return [{ does: 'save', source, word: 'full', to, tool: 'rsync', rotates }];
  }
  const mirror = given.has('delete', 'del', 'delete-after', 'delete-before', 'delete-during', 'delete-excluded');
  return toElsewhere(sources.map(resolve), to, mirror, {
    tool: 'rsync',
    excludes: given.values('exclude'),
    rotates,
  });
}

/** A copy of what was backed up here before, or a backup of files: what it is, the whole of what was read says. */
function toElsewhere(
  sources: readonly Word[],
  to: Target,
  mirror: boolean,
  how: { readonly tool?: string; readonly managedBy?: string; readonly excludes?: readonly Word[]; readonly rotates?: number },
): readonly BareStep[] | NotUnderstood {
  const { excludes = [], ...rest } = how;
  const source = files(sources, excludes);
  if (source.paths.length === 0) return WHAT;
  return [{ does: 'save', source, word: 'full', to, mirror, ...rest }];
}

const RESTIC = [
  'r',
  'repo',
  'p',
  'password-file',
  'password-command',
  'repository-file',
  'o',
  'option',
  'limit-upload',
  'limit-download',
  'tag',
  'host',
  'H',
  'exclude',
  'e',
  'exclude-file',
  'iexclude',
  'exclude-if-present',
  'files-from',
  'cache-dir',
  'group-by',
  'g',
  'path',
  'read-data-subset',
];
const KEEPS = [
  'last',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'within',
  'within-hourly',
  'within-daily',
  'within-weekly',
  'within-monthly',
  'within-yearly',
] as const;

function restic(words: readonly Word[], { sets }: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [...RESTIC, ...KEEPS.map((each) => `keep-${each}`)]);
  const [action, ...paths] = given.rest;
  const repository = given.value('r', 'repo') ?? sets.get('RESTIC_REPOSITORY');
  if (!['backup', 'forget', 'check'].includes(action?.text ?? '')) return [];
  const on = repository === undefined ? undefined : repositoryTarget(resolve(repository));
  if (on === undefined) return { because: 'its repository is only known when it runs: RESTIC_REPOSITORY is set elsewhere' };
  switch (action?.text) {
    case 'backup': {
      const source = files(paths.map(resolve), given.values('exclude', 'e'));
      return source.paths.length === 0 ? WHAT : [{ does: 'save', source, word: 'full', to: on, tool: 'restic', sealed: 'here' }];
    }
    case 'forget': {
      const rules = KEEPS.flatMap((each) => keepRule(each, given.value(`keep-${each}`)?.text));
      return rules.length === 0 ? [] : [{ does: 'keep', on, rules }];
    }
    default:
      return [{ does: 'check', on }];
  }
}

function repositoryTarget(word: Word): Target | undefined {
  return word.text.startsWith('rclone:') ? rcloneTarget({ ...word, text: word.text.slice('rclone:'.length) }) : placeTarget(word);
}

/** `--keep-daily 7` and `keep_within: 3H` as rules of the language; none where it keeps nothing. */
export function keepRule(what: string, amount: string | undefined): string[] {
  if (amount === undefined) return [];
  if (what.startsWith('within')) {
    const span = spanWords(amount);
    const period = what.slice('within-'.length);
    return span === undefined ? [] : [period === '' ? span : `${period} for ${span}`];
  }
  const count = /^\d{1,6}$/u.test(amount) ? Number(amount) : 0;
  return count > 0 ? [`${count} ${what}`] : [];
}

/** `2y5m7d3h` of restic and `7d` of Borg, where one unit says it. */
function spanWords(text: string): string | undefined {
  const match = /^(\d{1,5})([yYmMwWdDhH])$/u.exec(text);
  if (match === null) return undefined;
  const [, amount = '', unit = ''] = match;
  const word = { y: 'year', m: 'month', w: 'week', d: 'day', h: 'hour' }[unit.toLowerCase()];
  return `${Number(amount)} ${word}${Number(amount) === 1 ? '' : 's'}`;
}

const BORG = [
  'C',
  'compression',
  'e',
  'exclude',
  'exclude-from',
  'pattern',
  'patterns-from',
  'comment',
  'checkpoint-interval',
  'c',
  'lock-wait',
  'remote-path',
  'rsh',
  'umask',
  'prefix',
  'P',
  'glob-archives',
  'a',
  'H',
  'd',
  'w',
  'm',
  'y',
  'last',
  'first',
  'r',
  'repo',
  'upload-ratelimit',
];
const BORG_LETTERS: Readonly<Record<string, string>> = { hourly: 'H', daily: 'd', weekly: 'w', monthly: 'm', yearly: 'y' };

function borg(words: readonly Word[], { sets }: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [...BORG, ...KEEPS.map((each) => `keep-${each}`)]);
  const [action, where, ...paths] = given.rest;
  if (!['create', 'prune', 'check'].includes(action?.text ?? '')) return [];
  const named = where === undefined ? '' : (where.text.split('::')[0] ?? '');
  const repository =
    named === '' || (action?.text !== 'create' && where === undefined) ? sets.get('BORG_REPO') : { text: named, unknowns: [] };
  const on = repository === undefined ? undefined : placeTarget(resolve(repository));
  if (on === undefined) return { because: 'its repository is only known when it runs: BORG_REPO is set elsewhere' };
  switch (action?.text) {
    case 'create': {
      const source = files(paths.map(resolve), given.values('exclude', 'e'));
      const sealed: Sealed | undefined = sets.has('BORG_PASSPHRASE') || sets.has('BORG_PASSCOMMAND') ? 'here' : undefined;
      return source.paths.length === 0 ? WHAT : [{ does: 'save', source, word: 'full', to: on, tool: 'borg', sealed }];
    }
    case 'prune': {
      const rules = KEEPS.flatMap((each) => keepRule(each, (given.value(`keep-${each}`) ?? given.value(BORG_LETTERS[each] ?? ''))?.text));
      return rules.length === 0 ? [] : [{ does: 'keep', on, rules }];
    }
    default:
      return [{ does: 'check', on }];
  }
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

/** `aws s3 cp|mv|sync`, `gsutil cp|rsync` and `s3cmd put|sync`. */
function aws(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [
    'endpoint-url',
    'profile',
    'region',
    'storage-class',
    'exclude',
    'include',
    'sse',
    'sse-kms-key-id',
    'acl',
    'c',
    'host',
  ]);
  const target = given.rest.findLast(({ text }) => /^(?:s3|gs):\/\//u.test(text));
  const from = given.rest.filter((word) => word !== target && !['s3', 'cp', 'mv', 'sync', 'put', 'rsync'].includes(word.text));
  // What comes from a pipe is told with what fills it.
  if (target === undefined || target !== given.rest.at(-1) || from.some(({ text }) => text === '-')) return [];
  const to = placeTarget(target);
  if (to === undefined) return WHERE;
  const endpoint = given.value('endpoint-url', 'host')?.text;
  const where = {
    ...to,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(given.value('region') === undefined ? {} : { region: given.value('region')?.text }),
  };
  const mirror = given.has('delete', 'delete-removed', 'd');
  return toElsewhere(from.map(resolve), where, mirror, { managedBy: 'a script of cron', rotates: 1 });
}

function rclone(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, [
    'config',
    'transfers',
    'bwlimit',
    'log-file',
    'log-level',
    'max-age',
    'min-age',
    'exclude',
    'include',
    'filter',
    'backup-dir',
    'checkers',
  ]);
  const [action, from, target] = given.rest;
  if (!['copy', 'sync', 'move', 'copyto'].includes(action?.text ?? '') || from === undefined || target === undefined) return [];
  const to = rcloneTarget(target);
  if (to === undefined) return WHERE;
  return toElsewhere([resolve(from)], to, action?.text === 'sync', {
    managedBy: 'rclone',
    excludes: given.values('exclude'),
    rotates: given.has('backup-dir') ? undefined : 1,
  });
}

function scp(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, ['P', 'i', 'o', 'l', 'F', 'J', 'c']);
  const target = given.rest.at(-1);
  const to = target === undefined ? undefined : placeTarget(target);
  if (to?.kind !== 'sftp') return [];
  return certain(given.rest.slice(0, -1).map(resolve)).map((from) => ({ does: 'copy', from, to, mirror: false }));
}

function copied(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, ['t', 'target-directory', 'S']);
  const target = given.value('t', 'target-directory') ?? given.rest.at(-1);
  const to = target === undefined ? undefined : placeTarget(resolve(target));
  if (to === undefined) return [];
  return certain(given.rest.slice(0, -1).map(resolve)).map((from) => ({ does: 'copy', from, to, mirror: false }));
}
