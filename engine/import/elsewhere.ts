/** Commands that bring files to another place. */
import { atEndpoint } from './amazon.ts';
import { Arguments } from './arguments.ts';
import type { Output } from './output.ts';
import { type BareStep, certain, listed, type NotUnderstood, type Resolve, toElsewhere, WHERE } from './reader.ts';
import type { Command, Pipeline, Word } from './shell.ts';
import { placeTarget, rcloneTarget } from './target.ts';

/** What follows `--sse`, which may stand alone. */
const ENCRYPTION = /^(?:AES256|aws:kms(?::dsse)?)$/u;

function bucketArguments(words: readonly Word[]): Arguments {
  return new Arguments(
    words.filter(({ text }) => !ENCRYPTION.test(text)),
    [
      'endpoint-url',
      'profile',
      'region',
      'storage-class',
      'exclude',
      'include',
      'sse-c-key',
      'sse-kms-key-id',
      'server-side-encryption-kms-id',
      'acl',
      'c',
      'host',
    ],
  );
}

/** Where a command of `bucketArguments` writes to, and whether the store is told to encrypt it. */
function sentTo(given: Arguments, address: Word): Output {
  const to = placeTarget(address);
  const endpoint = given.value('endpoint-url', 'host')?.text;
  const region = given.value('region')?.text;
  if (to === undefined) return {};
  const there = region === undefined ? to : { ...to, region };
  const inStore = given.has('sse', 'sse-kms-key-id', 'server-side-encryption', 'server-side-encryption-kms-id');
  return {
    to: endpoint === undefined ? there : atEndpoint(there, endpoint),
    // With `--sse-c` the store encrypts with a key that it is given each time.
    sealed: given.has('sse-c', 'sse-c-key') ? 'here' : inStore ? 'store' : undefined,
  };
}

/** What `aws s3 cp -`, `gsutil cp -` and `s3cmd put -` do with their input. */
export function pipedToBucket(words: readonly Word[]): Output | undefined {
  const given = bucketArguments(words);
  const address = given.rest.find(isBucket);
  return address === undefined ? undefined : sentTo(given, address);
}

function isBucket({ text }: Word): boolean {
  return /^(?:s3|gs):\/\//u.test(text);
}

/** `aws s3 cp|mv|sync`, `gsutil cp|rsync` and `s3cmd put|sync`. */
export function aws(words: readonly Word[], _command: Command, _pipeline: Pipeline, resolve: Resolve): readonly BareStep[] | NotUnderstood {
  const given = bucketArguments(words);
  const target = given.rest.findLast(isBucket);
  const from = given.rest.filter((word) => word !== target && !['s3', 'cp', 'mv', 'sync', 'put', 'rsync'].includes(word.text));
  // What comes from a pipe is told with what fills it.
  if (target === undefined || target !== given.rest.at(-1) || from.some(({ text }) => text === '-')) return [];
  const { to, sealed } = sentTo(given, target);
  if (to === undefined) return WHERE;
  const mirror = given.has('delete', 'delete-removed', 'd');
  return toElsewhere(from.map(resolve), to, mirror, { managedBy: 'a script of cron', rotates: 1, sealed });
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
    's3-server-side-encryption',
    's3-sse-kms-key-id',
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
    sealed: given.has('s3-server-side-encryption', 's3-sse-kms-key-id') ? 'store' : undefined,
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
