/** What a PostgreSQL server and its standby change places with: fence, promote, repoint, rejoin, and the way back. */
import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { bash } from './bash.generated.ts';
import type { Chain } from './coverage.ts';
import { connectionSettings, serverUser } from './engines/postgresql-server.ts';
import { fileName, installFolder, planSlug, scriptFolder } from './names.ts';
import { type Pair, pairFolder, pairs } from './pairs.ts';
import { shellArray, shellQuote } from './quote.ts';
import { scriptText } from './script.ts';
import { planSettings } from './settings.ts';

/** The scripts of all pairs, with the library that they stand on; `covered` has the log that a standby may fetch. */
export function standbyScripts(plan: Plan, covered: readonly Chain[], planHash: string): Artifact[] {
  const all = pairs(plan);
  if (all.length === 0) return [];
  return [
    { path: 'scripts/lib-standby.sh', text: bash.standby, executable: false },
    ...all.flatMap((pair) => {
      const chain = covered.find(({ system, logs }) => system === pair.system && logs.length > 0);
      return pairScripts(plan, pair, chain, planHash);
    }),
  ];
}

function pairScripts(plan: Plan, pair: Pair, chain: Chain | undefined, planHash: string): Artifact[] {
  const { system, standby, home, host, name } = pair;
  const folder = `scripts/${pairFolder(pair)}`;
  const settings = [
    ...planSettings(plan, planHash),
    `system=${shellQuote(system.name)}`,
    `system_folder=${shellQuote(fileName(system.name))}`,
    `job=${shellQuote(`${system.name}/${name}`)}`,
    ...connectionSettings(system),
    `services=${shellArray(system.services)}`,
    `from_site=${shellQuote(system.at)}`,
    `from_host=${shellQuote(home)}`,
    `to_site=${shellQuote(standby.at)}`,
    `to_host=${shellQuote(host)}`,
  ];
  const lag = `lag_seconds=${Math.ceil(standby.lag.value)}`;
  const log = chain === undefined ? [] : [`restore_wal=${shellQuote(`../../${scriptFolder(system, chain.block)}/restore-wal.sh`)}`];
  const make = (script: string, main: string, about: readonly string[], own: readonly string[] = []): Artifact => ({
    path: `${folder}/${script}.sh`,
    text: scriptText({
      libraries: ['lib.sh', 'lib-postgresql.sh', 'lib-standby.sh'].map((library) => `../../${library}`),
      about: [...about, `Plan "${plan.title}", system ${system.name}. Options: --dry-run, --help`],
      settings: [...settings, ...own],
      main,
    }),
    executable: true,
  });
  const understood = `[--i-understand ${system.name}]`;
  return [
    make(
      'status',
      bash['standby-status'],
      [
        'Says which server takes writes and how far the other is behind; fails where that is more than the plan says.',
        'On any machine that reaches both, by hand or by a timer of your own.',
      ],
      [lag],
    ),
    make('fence', bash['standby-fence'], [
      'Keeps the server that steps down from taking writes, before the other is promoted.',
      `On the machine of ${host}: fence.sh [--switched-off ${system.name}]. With --back on that of ${home}, the other way round.`,
      `On the machine of the server that steps down: fence.sh --here. Undone by fence.sh --lift, there with --here too.`,
    ]),
    make(
      'promote',
      bash['standby-promote'],
      [
        'Makes the standby the server that takes writes, once the other is fenced.',
        `On the machine of ${host}: promote.sh ${understood} [--nothing-lost]. With --back on that of ${home}.`,
      ],
      [lag, ...log],
    ),
    make(
      'repoint',
      bash['standby-repoint'],
      [
        'Leads what needs the system to the server that takes writes now.',
        `On the machine of ${host}: repoint.sh. With --back on that of ${home}.`,
      ],
      dependents(plan, pair),
    ),
    make(
      'rejoin',
      bash['standby-rejoin'],
      [
        'Makes the server that stepped down a standby of the other: by pg_rewind, else by a new base backup.',
        `On the machine of ${home}: rejoin.sh ${understood} [--anew]. With --back on that of ${host}.`,
      ],
      log,
    ),
    make('fail-back', bash['standby-fail-back'], [
      'The planned way back, without losing a transaction: fence, promote, repoint and rejoin with --back.',
      `On the machine of ${home}, when it is a standby of ${host}: fail-back.sh ${understood}`,
    ]),
    make('guard', bash['standby-guard'], [
      'Before a server starts: fences it where the other has taken its place meanwhile.',
      'On the machines of both, by the service of the server.',
    ]),
    guardUnit(plan, pair),
    { path: `${folder}/env.example`, text: environment(plan, pair), executable: false },
  ];
}

/** Each service of each system that needs this one; a system without a service has an empty one. */
function dependents({ systems }: Plan, { system }: Pair): string[] {
  const found = systems
    .filter(({ dependsOn }) => dependsOn.some(({ name }) => name === system.name))
    .flatMap(({ name, services }) => (services.length === 0 ? [''] : services).map((service) => ({ name, service })));
  return [
    `dependents=${shellArray(found.map(({ name }) => name))}`,
    `dependent_services=${shellArray(found.map(({ service }) => service))}`,
  ];
}

/** For the service of the server. It fails no start: a server that must not start is kept from it by its fence. */
function guardUnit(plan: Plan, pair: Pair): Artifact {
  const text = `# A server that comes back after a disaster asks first whether another has taken its place. On the machines of both servers, copy to
# /etc/systemd/system/SERVICE.d/backupplan.conf, where SERVICE is the unit of the server (postgresql@15-main.service, say), and run
# systemctl daemon-reload.
[Service]
ExecStartPre=-+/usr/sbin/runuser -u ${serverUser} -- ${installFolder(plan)}/scripts/${pairFolder(pair)}/guard.sh
`;
  return { path: `config/${pairFolder(pair)}.conf`, text, executable: false };
}

function environment(plan: Plan, pair: Pair): string {
  const { system, standby, home, host } = pair;
  const slug = planSlug(plan);
  return `# Settings for changing places with the standby at ${standby.at}, on the machines of both servers: add them to
# /etc/backupplan/${slug}/${fileName(system.name)}.env, or name another file in the environment variable BACKUPPLAN_ENV. It is shell text.
# Before the first run, once:
#   install -d -o ${serverUser} -m 700 /var/lib/backupplan/${slug}/${serverUser}

# The data directory of the server on this machine. It has to be a folder that can be renamed, so no mount point.
#BACKUPPLAN_DATA_DIRECTORY=/var/lib/postgresql/15/main

# How commands get to the machine of the other server, as the user ${serverUser}; this folder lies at the same path there. Without it a person
# fences the old server, and there is no planned way back.
#BACKUPPLAN_OTHER='ssh ${serverUser}@${plainHost(home)}'

# How clients are led to the new server: its name and port are in "$primary_host" and "$primary_port". Without it repoint.sh says what to do.
#BACKUPPLAN_REPOINT='sudo /usr/local/sbin/move-address "$primary_host"'

# How the server of this machine is started, where neither \`systemctl start\` of its service nor pg_ctl does it.
#BACKUPPLAN_START='sudo systemctl start postgresql@15-main'

# A role that may read the other server's files for pg_rewind, order checkpoints and make slots, where the user of the plan may not.
#BACKUPPLAN_SUPERUSER=postgres

# More of the connection string that a standby follows with: it may name another user than the plan does, and the file with its password.
#BACKUPPLAN_REPLICATION='user=replicator passfile=/var/lib/postgresql/.pgpass sslmode=verify-full'

# Where the names in the plan move with the primary: the machines' own names, which do not.
#server_host[${system.at}]=${plainHost(home)}
#server_host[${standby.at}]=${plainHost(host)}
`;
}

/** For an example that a person copies: a name that the shell would take for more is left to be filled in. */
function plainHost(host: string): string {
  return /^[\w@%+=:,./-]+$/u.test(host) ? host : 'HOST';
}
