/** PostgreSQL by pgBackRest: full, differential and incremental backups and the log, in a repository on each storage. */
import type { Storage } from '../../../plan/model.ts';
import type { Artifact } from '../../artifact.ts';
import { bash } from '../bash.generated.ts';
import { type Chain, isLocal } from '../coverage.ts';
import type { Engine } from '../engine.ts';
import { chainFolder, fileName, scriptFolder } from '../names.ts';
import { commentText, shellMap, shellQuote } from '../quote.ts';
import { BUCKET_SETTINGS, endpointOf, recoverScript, remoteReason, repositoryOn } from '../remote.ts';
import { keyOn, keysOn } from '../settings.ts';
import { plainPath } from '../text.ts';
import { postgresql } from './postgresql.ts';
import { archiveArtifacts } from './postgresql-archive.ts';
import { databaseSettings, serverUser } from './postgresql-server.ts';

export const pgbackrest: Engine = {
  name: 'pgbackrest',
  shares: ['postgresql'],
  user: serverUser,
  tools: { pgbackrest: ['full', 'differential', 'incremental', 'log'] },
  fetchesLog: false,
  physical: ['pgbackrest'],
  encrypts: true,
  besideSystem: true,
  lockLack:
    'what a differential or an incremental rests on, and the log before it, stays locked only from when it was written itself: pgBackRest does not lock it anew. A lock as long as the oldest point is kept covers it',
  systemReason: postgresql.systemReason,
  jobReason({ jobs }, { to }) {
    return jobs.some((job) => job.word === 'log' && job.to === to)
      ? undefined
      : `pgBackRest keeps the log beside its backups: add a log job to ${to}`;
  },
  remoteReason(storage) {
    return (
      remoteReason(storage) ??
      (storage.kind === 's3' && endpointOf(storage).startsWith('http://')
        ? `pgBackRest reaches buckets over TLS alone: the endpoint of ${storage.name} has to be https://`
        : undefined)
    );
  },
  copyReason: () =>
    'repositories of pgBackRest are independent, and none is copied into another: give the second storage a full and a log of its own',
  chainSettings(chain) {
    const folder = chainFolder(chain.system, chain.block);
    return [
      ...postgresql.chainSettings(chain),
      `repository=${shellMap(chain.storages.map((storage) => [storage.name, repositoryOn(folder, storage)]))}`,
      `repository_config=${shellMap(chain.storages.map((storage) => [storage.name, configPath(chain, storage)]))}`,
      ...keysOn(chain),
    ];
  },
  jobSettings: () => [],
  questions: ({ system }) => databaseSettings(system),
  extras(plan, chain, make) {
    return [
      make(
        `scripts/${scriptFolder(chain.system, chain.block)}/init.sh`,
        ['Makes the repository on a storage, once: init.sh STORAGE. The server has to run.'],
        [`job=${shellQuote(`${chain.system.name}/init`)}`],
        bash['pgbackrest-init'],
      ),
      ...archiveArtifacts(plan, chain, make, 'pgbackrest-archive-wal.sh'),
      ...recoverScript(chain, make),
      ...chain.storages.map((storage) => configOf(chain, storage)),
    ];
  },
  checked: postgresql.checked,
  reached: postgresql.reached,
  replaced: postgresql.replaced,
  environment: [
    `# The data directory that restore.sh --in-place replaces.
#BACKUPPLAN_DATA_DIRECTORY=/var/lib/postgresql/15/main`,
    `# The file with the passphrase of each key that the plan names, of mode 600. Who has lost it has lost the backup: keep it in other
# places too.
#key_file[KEY]=/etc/backupplan/KEY`,
    BUCKET_SETTINGS,
    `# SFTP, with pgBackRest 2.46 or newer: the private key, without a passphrase and of mode 600; all keys of the host, as ssh-keyscan gives
# them and as you have compared them with the host's own (otherwise ~/.ssh/known_hosts); the port, if it is not 22.
#sftp_key_file[STORAGE]=/etc/backupplan/ssh-STORAGE sftp_known_hosts[STORAGE]=/etc/backupplan/known-hosts-STORAGE sftp_port[STORAGE]=22`,
    `# Other settings of pgBackRest for this host, as it reads them from the environment.
#export PGBACKREST_PROCESS_MAX=4`,
  ],
};

function configPath({ system, block }: Chain, { name }: Storage): string {
  return `config/${scriptFolder(system, block)}/pgbackrest-${fileName(name)}.conf`;
}

/**
 * One repository a file: pgBackRest pushes log to all repositories that it knows, and one that is lost must not stand in the way of the
 * others. Nothing expires by itself, for the plan's rules decide; what is secret, and paths of the host, come by the environment.
 */
function configOf(chain: Chain, storage: Storage): Artifact {
  const { system, block } = chain;
  const { host, port, user } = system;
  const lines = [
    `# Repository of ${commentText(chainFolder(system, block))} on ${commentText(storage.name)}. It stays in this folder, where the scripts read it; they add`,
    '# the data directory and, where there is one, the passphrase.',
    '[global]',
    ...placeLines(storage),
    `repo1-path=${plainPath(`${storage.path ?? ''}/${chainFolder(system, block)}`)}`,
    'repo1-bundle=y',
    ...(keyOn(chain, storage) === undefined ? [] : ['repo1-cipher-type=aes-256-cbc']),
    '# The scripts remove what no rule of the plan keeps.',
    'expire-auto=n',
    'repo1-retention-full-type=count',
    'repo1-retention-full=9999999',
    'compress-type=zst',
    'process-max=2',
    'start-fast=y',
    'resume=n',
    'log-level-console=off',
    'log-level-stderr=warn',
    'log-level-file=off',
    '',
    // It asks for each file by itself: far away it waits more than it reads.
    ...(isLocal(storage) ? [] : ['[global:verify]', 'process-max=12', '']),
    `[${chainFolder(system, block)}]`,
    ...(host?.startsWith('/') ? [`pg1-socket-path=${host}`] : []),
    ...(port === undefined ? [] : [`pg1-port=${port}`]),
    ...(user === undefined ? [] : [`pg1-user=${user}`]),
  ];
  return { path: configPath(chain, storage), text: `${lines.join('\n')}\n`, executable: false };
}

/** Where a repository is that is no folder here. Buckets of other providers than Amazon have no host names of their own. */
function placeLines(storage: Storage): string[] {
  switch (storage.kind) {
    case 's3': {
      const [hostname = '', port = ''] = endpointOf(storage)
        .replace(/^https:\/\//, '')
        .split(':');
      return [
        'repo1-type=s3',
        `repo1-s3-bucket=${storage.bucket}`,
        `repo1-s3-endpoint=${hostname}`,
        ...(port === '' ? [] : [`repo1-storage-port=${port}`]),
        `repo1-s3-uri-style=${hostname.endsWith('.amazonaws.com') ? 'host' : 'path'}`,
      ];
    }
    case 'sftp':
      return ['repo1-type=sftp', `repo1-sftp-host=${storage.host}`, 'repo1-sftp-host-key-hash-type=sha256'];
    default:
      return [];
  }
}
