/** Commands of restic and Borg, which keep their points in a repository. */
import { Arguments } from './arguments.ts';
import { dumpOf } from './databases.ts';
import type { Output } from './output.ts';
import { type BareStep, files, listed, type NotUnderstood, type Resolve, stays, WHAT, what } from './reader.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import type { Sealed, Target } from './step.ts';
import { folderOf } from './storages.ts';
import { placeTarget, rcloneTarget } from './target.ts';
import { nameOf, unwrap } from './unwrap.ts';

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
  'iexclude-file',
  'iexclude',
  'exclude-if-present',
  'files-from',
  'files-from-verbatim',
  'files-from-raw',
  'from-repo',
  'from-password-file',
  'from-password-command',
  'stdin-filename',
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

export function restic(
  words: readonly Word[],
  command: Command,
  pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood {
  const { sets } = command;
  const given = new Arguments(words, [...RESTIC, ...KEEPS.map((each) => `keep-${each}`)]);
  const [action, ...paths] = given.rest;
  const repository = given.value('r', 'repo') ?? sets.get('RESTIC_REPOSITORY');
  if (!['backup', 'copy', 'forget', 'check'].includes(action?.text ?? '')) return [];
  const on = place(repository, resolve, 'RESTIC_REPOSITORY');
  if ('because' in on) return on;
  switch (action?.text) {
    case 'backup': {
      // What comes from a pipe is told with what fills it.
      if (given.has('stdin') && isFilled(pipeline)) return [];
      if (given.has('stdin-from-command')) return ofCommand(paths, command, into(on, 'restic', 'here'));
      const from = listed(given, ['files-from', 'files-from-verbatim', 'files-from-raw'], ['exclude-file', 'iexclude-file']);
      const source = files(given.has('stdin') ? [] : paths.map(resolve), given.values('exclude', 'e'), from);
      return source.paths.length === 0
        ? what(from)
        : [{ does: 'save', source, word: 'full', to: on, tool: 'restic', sealed: 'here', ...stays(given) }];
    }
    case 'copy': {
      const other = given.value('from-repo') ?? sets.get('RESTIC_FROM_REPOSITORY');
      const from = place(other, resolve, 'RESTIC_FROM_REPOSITORY');
      if ('because' in from) return from;
      const folder = folderOf(from);
      return folder === undefined
        ? { because: 'it copies from a repository elsewhere, which this import cannot draft; write `copy` into the plan' }
        : [{ does: 'copy', from: folder, to: on, mirror: false }];
    }
    case 'forget': {
      const rules = KEEPS.flatMap((each) => keepRule(each, given.value(`keep-${each}`)?.text));
      return rules.length === 0 ? [] : [{ does: 'keep', on, rules }];
    }
    default:
      return [{ does: 'check', on }];
  }
}

function place(repository: Word | undefined, resolve: Resolve, variable: string): Target | NotUnderstood {
  const found = repository === undefined ? undefined : repositoryPlace(resolve(repository));
  return found ?? { because: `its repository is only known when it runs: ${variable} is set elsewhere` };
}

/** Where a repository lies; undefined where only a shell knows it. */
export function repositoryPlace(word: Word): Target | NotUnderstood | undefined {
  const { text } = word;
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+]*):(.*)$/u.exec(text) ?? [];
  switch (scheme) {
    case 'rclone':
      return rcloneTarget({ ...word, text: rest });
    case 'file':
      return placeTarget({ ...word, text: rest.replace(/^\/\//u, '') });
    case 'rest':
    case 'http':
    case 'https':
      return { because: 'its repository is on a REST server, which this import cannot draft' };
    case 'swift':
      return { because: 'its repository is in OpenStack Swift, which this import cannot draft' };
    default:
      return placeTarget(word);
  }
}

/** Where restic or Borg puts what it is given through a pipe; undefined where it is given nothing so. */
export function pipedInto([first, ...words]: readonly Word[], { sets }: Command, resolve: Resolve): Output | undefined {
  const tool = nameOf(first);
  if (tool === 'restic') {
    const given = new Arguments(words, RESTIC);
    if (!given.has('stdin')) return undefined;
    return into(place(given.value('r', 'repo') ?? sets.get('RESTIC_REPOSITORY'), resolve, 'RESTIC_REPOSITORY'), tool, 'here');
  }
  const { rest } = new Arguments(tool === 'borg' ? words : [], BORG);
  if (rest[0]?.text !== 'create' || rest.at(-1)?.text !== '-') return undefined;
  return into(place(borgRepository(rest[1], sets), resolve, 'BORG_REPO'), tool, borgSeal(sets));
}

function into(to: Target | NotUnderstood, managedBy: string, sealed: Sealed | undefined): Output {
  return 'because' in to ? { lost: to } : { to, by: { managedBy, sealed } };
}

/** What restic or Borg runs itself, to keep what it puts out. */
function ofCommand(words: readonly Word[], command: Command, { to, by }: Output): readonly BareStep[] | NotUnderstood {
  const dump = dumpOf(unwrap(words).words, command);
  return dump === undefined || to === undefined ? WHAT : [{ does: 'save', source: dump.source, word: 'full', to, ...by }];
}

/** Whether the first command of a pipeline is read, and tells where its output goes. */
function isFilled([first]: Pipeline): boolean {
  if (first === undefined) return false;
  const { words, text } = unwrap(first.words);
  return text !== undefined || nameOf(words[0]) === 'tar' || dumpOf(words, first) !== undefined;
}

function borgSeal(sets: Command['sets']): Sealed | undefined {
  return sets.has('BORG_PASSPHRASE') || sets.has('BORG_PASSCOMMAND') ? 'here' : undefined;
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
  'stdin-name',
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

export function borg(words: readonly Word[], command: Command, pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const { sets } = command;
  const given = new Arguments(words, [...BORG, ...KEEPS.map((each) => `keep-${each}`)]);
  const [action, where, ...paths] = given.rest;
  if (!['create', 'prune', 'check'].includes(action?.text ?? '')) return [];
  const on = place(borgRepository(where, sets), resolve, 'BORG_REPO');
  if ('because' in on) return on;
  switch (action?.text) {
    case 'create': {
      const piped = paths.at(-1)?.text === '-';
      if (piped && isFilled(pipeline)) return [];
      if (given.has('content-from-command')) return ofCommand(paths, command, into(on, 'borg', borgSeal(sets)));
      const from = listed(given, ['patterns-from'], ['exclude-from']);
      const source = files(piped ? [] : paths.map(resolve), given.values('exclude', 'e'), from);
      return source.paths.length === 0
        ? what(from)
        : [{ does: 'save', source, word: 'full', to: on, tool: 'borg', sealed: borgSeal(sets), ...stays(given) }];
    }
    case 'prune': {
      const rules = KEEPS.flatMap((each) => keepRule(each, (given.value(`keep-${each}`) ?? given.value(BORG_LETTERS[each] ?? ''))?.text));
      return rules.length === 0 ? [] : [{ does: 'keep', on, rules }];
    }
    default:
      return [{ does: 'check', on }];
  }
}

function borgRepository(where: Word | undefined, sets: Command['sets']): Word | undefined {
  const named = where?.text.split('::')[0] ?? '';
  return named === '' ? sets.get('BORG_REPO') : { text: named, unknowns: [] };
}
