/** Storages whose points are packed: what is reached over SFTP or as a bucket, and what is encrypted. `bash/packed.sh` says how. */
import type { Storage } from '../../plan/model.ts';
import { type Chain, isLocal } from './coverage.ts';
import { shellMap } from './quote.ts';
import { endpointOf, storageClassOf } from './remote.ts';
import { keyOn, keysOn } from './settings.ts';
import { plainPath } from './text.ts';

/** The storages of a chain whose points are packed. Tools with repositories of their own pack by themselves. */
export function packedStorages(chain: Chain): Storage[] {
  if (chain.engine.encrypts !== undefined) return [];
  return chain.storages.filter((storage) => !isLocal(storage) || keyOn(chain, storage) !== undefined);
}

/** Assignments for the scripts of a chain; none where nothing is packed. */
export function packedSettings(chain: Chain): string[] {
  const storages = packedStorages(chain);
  return storages.length === 0 ? [] : [...reachSettings(storages), ...keysOn(chain)];
}

/** How packed storages are reached. */
export function reachSettings(storages: readonly Storage[]): string[] {
  const hosts = storages.flatMap((storage) => (isLocal(storage) ? [] : [[storage.name, hostOf(storage)] as const]));
  const classes = storages.flatMap((storage) => {
    const name = storageClassOf(storage);
    return name === undefined ? [] : [[storage.name, name] as const];
  });
  return [
    `packed=${shellMap(storages.map((storage) => [storage.name, isLocal(storage) ? 'local' : storage.kind]))}`,
    ...(hosts.length === 0 ? [] : [`packed_host=${shellMap(hosts)}`]),
    ...(classes.length === 0 ? [] : [`packed_class=${shellMap(classes)}`]),
    `packed_place=${shellMap(storages.map((storage) => [storage.name, placeOf(storage)]))}`,
  ];
}

function hostOf(storage: Storage): string {
  if (storage.kind === 's3') return endpointOf(storage);
  return `${storage.user === undefined ? '' : `${storage.user}@`}${storage.host}`;
}

function placeOf({ kind, bucket, path = '' }: Storage): string {
  return kind === 's3' ? `${bucket}${path === '' ? '' : plainPath(path)}` : plainPath(path);
}

/** What hosts say in `env.example` of the packed storages of a chain, with the comment above: shell text. `state` is their state folder. */
export function packedEnvironment(chain: Chain, state: string): string[] {
  const storages = packedStorages(chain);
  const keys = [...new Set(storages.flatMap((storage) => keyOn(chain, storage) ?? []))];
  const sftp = storages.filter(({ kind }) => kind === 'sftp').map(({ name }) => name);
  const buckets = storages.filter(({ kind }) => kind === 's3').map(({ name }) => name);
  return [
    ...(storages.length === 0
      ? []
      : [
          `# Points are put together and taken apart here: room for the largest, and for a fifth more.
#BACKUPPLAN_SPOOL=${state}
# Options of rclone, which all of it goes through, have names like this.
#export RCLONE_BWLIMIT=20M`,
        ]),
    ...(keys.length === 0
      ? []
      : [
          `# The file of each key, as age-keygen writes it, of mode 600. Where nothing is read, the line that begins with age1 is enough: then
# this host can write, and nobody who breaks in reads what it wrote. Who has lost a key has lost what it encrypts: keep it in other
# places too. A file may hold several: each of them reads what is written from then on.
${keys.map((key) => `#key_file[${key}]=/etc/backupplan/${key}`).join('\n')}`,
        ]),
    ...(sftp.length === 0
      ? []
      : [
          `# SFTP: the private key, without a passphrase and of mode 600; all keys of the host, as ssh-keyscan gives them and as you have compared
# them with the host's own (otherwise ~/.ssh/known_hosts); the port, if it is not 22.
${sftp.map((name) => `#sftp_key_file[${name}]=/etc/backupplan/ssh-${name} sftp_known_hosts[${name}]=/etc/backupplan/known-hosts-${name} sftp_port[${name}]=22`).join('\n')}`,
        ]),
    ...(buckets.length === 0
      ? []
      : [
          `# Buckets: the file with the credentials, of mode 600, and the region. They are exported. A storage may have a profile of its own in it,
# and an authority that the system does not know. On a machine that has a role at Amazon there is no such file, and
# AWS_EC2_METADATA_DISABLED=false.
#export AWS_SHARED_CREDENTIALS_FILE=/etc/backupplan/s3-credentials AWS_DEFAULT_REGION=eu-west-1
${buckets.map((name) => `#s3_profile[${name}]=default s3_ca_file[${name}]=/etc/backupplan/authority.pem`).join('\n')}
# What was recovered to a folder by recover-versions.sh is read there: STORAGE=FOLDER.
#BACKUPPLAN_RECOVERED=`,
        ]),
  ];
}
