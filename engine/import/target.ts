/** Where commands and configurations write to, as storages. */
import { amazonHost, atEndpoint } from './amazon.ts';
import type { Word } from './shell.ts';
import type { Target } from './step.ts';
import { UNKNOWN } from './unknown.ts';

/** A folder of this machine; what it is on shows at most in its name. */
export function folderTarget(path: string): Target {
  const folder = tidy(path);
  if (/^\/(?:mnt|media|net|srv|volume\d*|data)\/(?:.*[/_-])?(?:nas|nfs|smb|cifs|synology|qnap)/iu.test(folder))
    return { kind: 'nas', path: folder };
  if (/^\/(?:media|run\/media)\/|^\/mnt\/[^/]*(?:usb|ext|removable)/iu.test(folder)) return { kind: 'removable', path: folder };
  return { kind: 'disk', path: folder };
}

/**
 * A place as rsync, scp, Borg and restic write it: a folder, `user@host:path`, `ssh://user@host/path`, `sftp:…`, `s3:…`, `b2:bucket`.
 * Undefined where what is known of it is not enough to tell it from another.
 */
export function placeTarget(word: Word): Target | undefined {
  const { text } = word;
  if (text.startsWith(UNKNOWN) || text === '') return undefined;
  const url = urlTarget(text);
  if (url !== undefined) return url;
  const remote = /^(?!\w[\w+.-]*:\/\/)(?:([^@\s/:]+)@)?(\[[^\]]+\]|[^\s/:@]+)::?([^:]*)$/u.exec(text);
  if (remote !== null) {
    const [, user, host = '', path = ''] = remote;
    return host.includes(UNKNOWN) ? undefined : { kind: 'sftp', host: host.replace(/^\[|\]$/gu, ''), user: known(user), path: known(path) };
  }
  // What begins like an address and is none of these is no folder of this machine.
  const folder = /^[A-Za-z][\w+.-]*:/u.test(text) ? undefined : knownFolder(text);
  return folder === undefined ? undefined : folderTarget(folder);
}

function urlTarget(text: string): Target | undefined {
  const ssh = /^(?:ssh|sftp|rsync):(?:\/\/)?(?:([^@\s/:]+)(?::[^@\s/]*)?@)?([^\s/:]+)(?::(\d*))?(?:[/:]+(.*))?$/u.exec(text);
  if (ssh !== null) {
    const [, user, host = '', , path = ''] = ssh;
    return host.includes(UNKNOWN)
      ? undefined
      : { kind: 'sftp', host, user: known(user), path: known(path === '' ? path : `/${path.replace(/^\/+/u, '')}`) };
  }
  const bucket = /^(s3|gs|b2|azure):(?:\/\/)?(.*)$/u.exec(text);
  if (bucket === null) return undefined;
  const [, scheme = '', rest = ''] = bucket;
  const kind = ({ s3: 's3', gs: 'gcs', b2: 'b2', azure: 'azure-blob' } as const)[scheme];
  const withHost = /^(?:https?:\/\/)?([^/]*[.:][^/]*)\/([^/]+)\/?(.*)$/u.exec(rest);
  // restic: `s3:s3.amazonaws.com/bucket/prefix`; the AWS tools: `s3://bucket/prefix`.
  if (kind === 's3' && !text.startsWith('s3://')) {
    const [, first = '', prefix] = /^(?:https?:\/\/)?([^/]*)\/?(.*)$/u.exec(rest) ?? [];
    const own = amazonHost(first);
    // `s3:bucket.s3.eu-west-1.amazonaws.com/prefix`
    if (own?.bucket !== undefined) return { kind, bucket: own.bucket, region: own.region, path: known(prefix) };
    if (withHost !== null) {
      const [, endpoint = '', name = '', path] = withHost;
      if (name.includes(UNKNOWN)) return undefined;
      const host = known(endpoint);
      const target: Target = { kind, bucket: name, path: known(path) };
      return host === undefined ? target : atEndpoint(target, host);
    }
  }
  const [name = '', ...path] = rest.split(/[/:]/u);
  return kind === undefined || name === '' || name.includes(UNKNOWN) ? undefined : { kind, bucket: name, path: known(path.join('/')) };
}

/** The folder of a file that a command writes, as far as it is known: of `/backup/db-$(date).sql` it is `/backup`. */
export function fileTarget({ text }: Word): Target | undefined {
  if (/^\/dev\/(?:null|std(?:out|err))$/u.test(text) || !text.includes('/')) return undefined;
  const folder = knownFolder(text.slice(0, text.lastIndexOf('/') + 1));
  return folder === undefined ? undefined : folderTarget(folder);
}

function knownFolder(text: string): string | undefined {
  const at = text.indexOf(UNKNOWN);
  const certain = at === -1 ? text : text.slice(0, text.lastIndexOf('/', at) + 1);
  return certain === '' || certain === '/' ? undefined : certain;
}

function known(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  // Borg's way to say that a path begins at the user's home.
  if (text.startsWith('/./')) return known(text.slice(3));
  const at = text.indexOf(UNKNOWN);
  const certain = at === -1 ? text : text.slice(0, text.lastIndexOf('/', at) + 1);
  return certain === '' ? undefined : tidy(certain);
}

/** Without what means nothing: `/backup/`, `/backup/*` and `/srv/../backup` are `/backup`. */
export function tidy(path: string): string {
  const parts: string[] = [];
  for (const part of path.replace(/\/\*(?:\.\*)?$/u, '').split('/')) {
    if (part === '..' && parts.length > 1 && parts.at(-1) !== '..') parts.pop();
    else if (parts.length === 0 || (part !== '' && part !== '.')) parts.push(part);
  }
  const plain = parts.join('/');
  return plain === '' ? '/' : plain;
}

/** Whether a path is where things come and go. */
export function isTransient(path: string): boolean {
  return /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/u.test(path);
}

/** Whether a path is a folder or lies in it. */
export function within(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** What the file that is written says about the points. */
export function fileWritten(file: Word | undefined): { readonly name?: string; readonly rotates?: number } {
  return file === undefined ? {} : { name: file.text.slice(file.text.lastIndexOf('/') + 1), rotates: rotation(file) };
}

/** How many points there are before one is written over, by what changes in the name of the file; undefined where none ever is. */
function rotation({ text, unknowns }: Word): number | undefined {
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (!text.includes(UNKNOWN)) return name === '' ? undefined : 1;
  const formats = unknowns.flatMap((each) => /date\b[^+]*\+\s*(.+)$/u.exec(each)?.[1]?.replaceAll(/["'\\]/gu, '') ?? []);
  if (formats.length !== 1 || unknowns.length !== 1) return undefined;
  const [format = ''] = formats;
  if (/^[^%]*%[uwaA][^%]*$/u.test(format)) return 7;
  return /^[^%]*%[de][^%]*$/u.test(format) ? 28 : undefined;
}

/** `remote:bucket/path`. Only rclone's own configuration knows what a remote is; its name gives a hint. */
export function rcloneTarget({ text }: Word): Target | undefined {
  const match = /^:?([\w .+@-]+):(.*)$/u.exec(text);
  if (match === null) return text.startsWith('/') ? folderTarget(text) : undefined;
  const [, remote = '', path = ''] = match;
  const certain = path.split('/').filter((part) => part !== '' && !part.includes(UNKNOWN));
  if (/b2|backblaze/iu.test(remote)) return { kind: 'b2', bucket: certain[0] ?? remote, path: certain.slice(1).join('/') || undefined };
  if (/gcs|google-?cloud/iu.test(remote)) return { kind: 'gcs', bucket: certain[0] ?? remote };
  if (/azure/iu.test(remote)) return { kind: 'azure-blob', bucket: certain[0] ?? remote };
  if (/sftp|ssh/iu.test(remote)) return { kind: 'sftp', host: remote, path: certain.join('/') || undefined };
  return { kind: 's3', bucket: certain[0] ?? remote, endpoint: `rclone ${remote}` };
}
