/** Storages that are no folder on the host: what scripts can reach, over SFTP and as buckets. */
import type { Storage } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { bash } from './bash.generated.ts';
import type { Chain } from './coverage.ts';
import type { MakeScript } from './engine.ts';
import { scriptFolder } from './names.ts';
import { hasControl, plainPath } from './text.ts';

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

/**
 * Where a tool has the repository of a chain, as restic names it: `/srv/nas/files`, `sftp:backup@box:/srv/files`,
 * `s3:https://s3.example/bucket/files`. `folder` is the chain's.
 */
export function repositoryOn(folder: string, storage: Storage): string {
  const { kind, path = '', host, user, bucket } = storage;
  const place = plainPath(`${path}/${folder}`);
  switch (kind) {
    case 'sftp':
      return `sftp:${user === undefined ? '' : `${user}@`}${host}:${place}`;
    case 's3':
      return `s3:${endpointOf(storage)}/${bucket}${place}`;
    default:
      return place;
  }
}

/** `recover-versions.sh` of a chain with repositories, where one of them is in a bucket. */
export function recoverScript({ system, block, storages }: Chain, make: MakeScript): Artifact[] {
  if (!storages.some(({ kind }) => kind === 's3')) return [];
  return [
    make(
      `scripts/${scriptFolder(system, block)}/recover-versions.sh`,
      [
        'Fetches the repository in a bucket with versions as it was at an instant, whatever was deleted or overwritten since.',
        'recover-versions.sh STORAGE "2027-03-01 14:05" FOLDER',
      ],
      [],
      bash['bucket-recover'],
    ),
  ];
}

/** What hosts say in `env.example` of buckets with a repository: shell text. */
export const BUCKET_SETTINGS = `# Buckets: the file with the credentials, of mode 600, and the region. They are exported. A storage may have a profile of its own in the
# file, and an authority that the system does not know.
#export AWS_SHARED_CREDENTIALS_FILE=/etc/backupplan/s3-credentials AWS_DEFAULT_REGION=eu-west-1
#s3_profile[STORAGE]=default s3_ca_file[STORAGE]=/etc/backupplan/authority.pem
# A repository that was recovered to another place by recover-versions.sh is read there: STORAGE=FOLDER.
#BACKUPPLAN_RECOVERED=`;

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
