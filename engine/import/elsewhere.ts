/** Commands that bring files to another place. */
import { Arguments } from './arguments.ts';
import { type BareStep, certain, listed, type NotUnderstood, type Resolve, toElsewhere, WHERE } from './reader.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import { placeTarget, rcloneTarget } from './target.ts';

/** `aws s3 cp|mv|sync`, `gsutil cp|rsync` and `s3cmd put|sync`. */
export function aws(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
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

export function rclone(
  words: readonly Word[],
  _command: Command,
  _pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood {
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
    'files-from',
    'exclude-from',
    'include-from',
    'filter-from',
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
    unknown: listed(given, ['files-from'], ['exclude-from', 'filter-from']),
    rotates: given.has('backup-dir') ? undefined : 1,
  });
}

export function scp(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, ['P', 'i', 'o', 'l', 'F', 'J', 'c']);
  const target = given.rest.at(-1);
  const to = target === undefined ? undefined : placeTarget(target);
  if (to?.kind !== 'sftp') return [];
  return certain(given.rest.slice(0, -1).map(resolve)).map((from) => ({ does: 'copy', from, to, mirror: false }));
}

export function copied(
  words: readonly Word[],
  _command: Command,
  _pipeline: Pipeline,
  resolve: Resolve,
): readonly BareStep[] | NotUnderstood {
  const given = new Arguments(words, ['t', 'target-directory', 'S']);
  const target = given.value('t', 'target-directory') ?? given.rest.at(-1);
  const to = target === undefined ? undefined : placeTarget(resolve(target));
  if (to === undefined) return [];
  return certain(given.rest.slice(0, -1).map(resolve)).map((from) => ({ does: 'copy', from, to, mirror: false }));
}
