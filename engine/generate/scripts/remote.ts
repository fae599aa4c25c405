/** Storages that are no folder on the host: what scripts can reach, over SFTP and as buckets. */
import type { Storage } from '../../plan/model.ts';
import { hasControl } from './text.ts';

/** Why scripts cannot reach a storage that is no local folder, as a clause; undefined where they can. */
export function remoteReason(storage: Storage): string | undefined {
  switch (storage.kind) {
    case 'sftp':
      return sftpReason(storage);
    case 's3':
      return bucketReason(storage);
    default:
      return `its storage ${storage.name} is ${storage.kind}, for which there are no scripts yet`;
  }
}

/** Where a bucket is reached, with the scheme. */
export function endpointOf({ endpoint }: Storage): string {
  if (endpoint === undefined) return 'https://s3.amazonaws.com';
  return endpoint.includes('://') ? endpoint : `https://${endpoint}`;
}

/** Host and user stand in a command line of ssh. */
function sftpReason({ name, host, user, path }: Storage): string | undefined {
  if (host === undefined) return `its storage ${name} has no host`;
  if (![host, user ?? host].every((text) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text)))
    return `host and user of ${name} are not letters, digits, dots and hyphens`;
  return path === undefined || !path.startsWith('/') ? `the path of ${name} is not an absolute path` : pathReason(name, path);
}

/** Amazon's names of the classes that a catalogue has for `s3`, where they are not the default; what takes hours to come has none. */
const AMAZON_CLASSES: Readonly<Record<string, string>> = {
  'standard-ia': 'STANDARD_IA',
  'one-zone-ia': 'ONEZONE_IA',
  'glacier-instant': 'GLACIER_IR',
};

/** The storage class that is asked of a bucket for what is large; undefined where it is the bucket's own affair. */
export function storageClassOf(storage: Storage): string | undefined {
  if (storage.kind !== 's3' || !endpointOf(storage).endsWith('.amazonaws.com')) return undefined;
  return AMAZON_CLASSES[storage.class?.value ?? ''];
}

function bucketReason({ name, bucket, endpoint, path, class: storageClass }: Storage): string | undefined {
  if (storageClass?.value === 'glacier-flexible' || storageClass?.value === 'deep-archive')
    return `scripts read back what they write, and what lies in the class ${storageClass.value} of ${name} takes hours to come`;
  if (bucket === undefined) return `its storage ${name} has no bucket`;
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(bucket)) return `the bucket of ${name} is not lower-case letters, digits, dots and hyphens`;
  if (endpoint !== undefined && !/^(?:https?:\/\/)?[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?$/.test(endpoint))
    return `the endpoint of ${name} is not a host, with https:// before it or a port behind it`;
  return path === undefined ? undefined : pathReason(name, path);
}

function pathReason(name: string, path: string): string | undefined {
  if (path.split('/').includes('..')) return `the path of ${name} leads out of itself (..)`;
  return hasControl(path) ? `the path of ${name} holds control characters` : undefined;
}
