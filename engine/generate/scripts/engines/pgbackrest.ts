/** PostgreSQL by pgBackRest: full, differential and incremental backups and the log, in a repository on each storage. */
import type { Storage } from '../../../plan/model.ts';
import type { Artifact } from '../../artifact.ts';
import { bash } from '../bash.generated.ts';
import type { Chain } from '../coverage.ts';
import type { Engine } from '../engine.ts';
import { chainFolder, fileName, scriptFolder } from '../names.ts';
import { commentText, shellMap, shellQuote } from '../quote.ts';
import { keyOn, keysOn } from '../settings.ts';
import { plainPath } from '../text.ts';
import { postgresql } from './postgresql.ts';
import { archiveArtifacts } from './postgresql-archive.ts';
import { databaseSettings, serverUser } from './postgresql-server.ts';

export const pgbackrest: Engine = {
  name: 'pgbackrest',
  shares: 'postgresql',
  user: serverUser,
  tools: { pgbackrest: ['full', 'differential', 'incremental', 'log'] },
  fetchesLog: false,
  physical: ['pgbackrest'],
  encrypts: true,
  besideSystem: true,
  systemReason: postgresql.systemReason,
  jobReason({ jobs }, { to }) {
    return jobs.some((job) => job.word === 'log' && job.to === to)
      ? undefined
      : `pgBackRest keeps the log beside its backups: add a log job to ${to}`;
  },
  copyReason: () =>
    'repositories of pgBackRest are independent, and none is copied into another: give the second storage a full and a log of its own',
  chainSettings(chain) {
    const configs = chain.storages.map((storage) => [storage.name, configPath(chain, storage)] as const);
    return [...postgresql.chainSettings(chain), `repository_config=${shellMap(configs)}`, ...keysOn(chain)];
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
    `repo1-path=${plainPath(`${storage.path}/${chainFolder(system, block)}`)}`,
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
    `[${chainFolder(system, block)}]`,
    ...(host?.startsWith('/') ? [`pg1-socket-path=${host}`] : []),
    ...(port === undefined ? [] : [`pg1-port=${port}`]),
    ...(user === undefined ? [] : [`pg1-user=${user}`]),
  ];
  return { path: configPath(chain, storage), text: `${lines.join('\n')}\n`, executable: false };
}
