/** Commands of restic and Borg, which keep their points in a repository. */
import { Arguments } from './arguments.ts';
import { type BareStep, files, type NotUnderstood, type Resolve, WHAT } from './reader.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import type { Sealed, Target } from './step.ts';
import { placeTarget, rcloneTarget } from './target.ts';

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

export function restic(
  words: readonly Word[],
  { sets }: Command,
  _pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood {
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

export function borg(
  words: readonly Word[],
  { sets }: Command,
  _pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood {
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
