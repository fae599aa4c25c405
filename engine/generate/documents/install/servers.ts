/** What has to be there before the first run: programs, and on each server an account with where its password is. */
import type { System } from '../../../plan/model.ts';
import type { Chain } from '../../scripts/coverage.ts';
import type { Engine } from '../../scripts/engine.ts';
import { code, fence } from '../markdown/escape.ts';
import { list } from '../words.ts';

/** Install steps for the chains of a plan: the programs, then one for each server. */
export function serverSteps(covered: readonly Chain[]): readonly string[] {
  const systems = [...new Map(covered.map((chain) => [chain.system.name, chain.system])).values()];
  return [
    ...programs(covered),
    ...systems.flatMap((system) =>
      stepOf(
        system,
        covered.filter((chain) => chain.system.name === system.name),
      ),
    ),
  ];
}

/** What the scripts call; they restore and verify with the programs of the servers themselves. */
const PROGRAMS: Readonly<Partial<Record<Engine['name'], string>>> = {
  postgresql: 'PostgreSQL (server and client programs, of the version of the server)',
  pgbackrest: 'pgBackRest, zstd and PostgreSQL of the version of the server',
  mariadb: 'MariaDB (server and client programs)',
  mysql: 'MySQL (server and client programs)',
  redis: 'Redis (server and client programs)',
  etcd: 'etcd, etcdctl and, from 3.6 on, etcdutl',
  sqlite: 'sqlite3',
  git: 'git',
  restic: 'restic',
  borg: 'Borg',
  tar: 'GNU tar and zstd',
  rsync: 'rsync and zstd',
};

function programs(covered: readonly Chain[]): readonly string[] {
  const lines = Object.entries(PROGRAMS).flatMap(([name, what]) => {
    const mine = covered.filter(({ engine }) => engine.name === name);
    if (mine.length === 0) return [];
    const more = mine.some(({ jobs }) => jobs.some(({ tool }) => tool?.value === 'mariadb-backup')) ? ', with mariadb-backup' : '';
    return [`${what}${more} for ${list([...new Set(mine.map(({ system }) => code(system.name)))])}`];
  });
  return lines.length === 0 ? [] : [`Have on these machines what the scripts call: ${lines.join('; ')}.`];
}

function stepOf(system: System, mine: readonly Chain[]): readonly string[] {
  const head = `On the server of ${code(system.name)}: `;
  const user = mine[0]?.engine.user ?? '';
  const names = new Set(mine.map(({ engine }) => engine.name));
  if (names.has('postgresql') || names.has('pgbackrest')) return [head + postgresql(system, mine, user)];
  if (names.has('mariadb') || names.has('mysql')) return [head + mysqlFamily(system, mine, user)];
  if (names.has('redis')) return secret(system, head + passwordAlone(system), user);
  if (names.has('etcd')) return secret(system, head + certificates(), user);
  return [];
}

function postgresql(system: System, mine: readonly Chain[], user: string): string {
  const tools = mine.flatMap(({ jobs }) => jobs.map(({ tool }) => tool?.value));
  const base = tools.includes('pg_basebackup');
  const dump = tools.includes('pg_dump');
  const local = system.host === undefined || system.host.startsWith('/');
  const besides = !local && tools.includes('pgbackrest');
  const hba = (role: string, how: string): string =>
    [
      ...(besides ? [`local all ${role} ${role === user ? 'peer' : how}`] : []),
      ...[...(base ? ['replication'] : []), 'all'].map((what) =>
        local ? `local ${what} ${role} ${how}` : `host ${what} ${role} ADDRESS/32 ${how}`,
      ),
    ].join('\n');
  if (local && (system.user === undefined || system.user === user)) {
    return `the scripts log in as ${code(user)}, the superuser, over its socket. ${code('pg_hba.conf')} has to let it in without a password:\n\n${fence('text', hba(user, 'peer'))}\n`;
  }
  const role = named(system.user ?? user);
  const file = system.credentials === undefined ? `${code('~/.pgpass')} of ${code(user)}` : `${code(system.credentials)}, of ${code(user)}`;
  const superuser = tools.includes('pgbackrest');
  const account =
    role === user
      ? `the scripts log in as ${code(user)}, the superuser. `
      : `a role for the scripts.${superuser ? ' For pgBackRest it is a superuser.' : ''}${
          dump && !superuser
            ? ` These rights are enough for ${code('pg_dump')} from PostgreSQL 14 on; before, for large objects, and to replace databases (${code('restore.sh --in-place')}) it takes a superuser.`
            : ''
        }\n\n${fence('sql', roleSql(role, base, dump, superuser))}\n\n`;
  const from = local ? '' : `; ${code('ADDRESS')} is that of the machine that runs the scripts`;
  return `${account}Let it in by ${code('pg_hba.conf')}, and reload${from}:\n\n${fence('text', hba(role, 'scram-sha-256'))}\n\nIts password stands in ${file}, mode 600: ${code(`*:*:*:${role}:PASSWORD`)}.`;
}

function roleSql(role: string, base: boolean, dump: boolean, superuser: boolean): string {
  const rights = superuser ? ' superuser' : `${base ? ' replication' : ''}${dump ? ' bypassrls' : ''}`;
  return `create role "${role}" login${rights} password 'PASSWORD';${dump && !superuser ? `\ngrant pg_read_all_data to "${role}";` : ''}`;
}

function mysqlFamily(system: System, mine: readonly Chain[], user: string): string {
  const account = named(system.user ?? 'backup');
  const local = system.host === undefined || system.host.startsWith('/') || system.host === 'localhost';
  const files = mine.some(({ jobs }) => jobs.some(({ tool }) => tool?.value === 'mariadb-backup'));
  const rights = `select, show view, trigger, event, reload, process, replication client, replication slave${files ? ', lock tables' : ''}`;
  const who = `'${account}'@'${local ? 'localhost' : '%'}'`;
  const file = system.credentials === undefined ? `${code('~/.my.cnf')} of ${code(user)}` : `${code(system.credentials)}, of ${code(user)}`;
  const log = mine.some(({ logs }) => logs.length > 0)
    ? `${code('log_bin')} and a ${code('server_id')} in its settings, since the plan fetches its log, which stays for some days (${code('binlog_expire_logs_seconds')}): what expires before a run has fetched it is a gap. And `
    : '';
  return `${log}an account for the scripts.\n\n${fence('sql', `create user ${who} identified by 'PASSWORD';\ngrant ${rights} on *.* to ${who};`)}\n\nIts password stands in ${file}, mode 600, below ${code('[client]')}: ${code(`user=${account}`)} and ${code('password=PASSWORD')}. To replace databases (${code('restore.sh --in-place')}) takes an account with all rights.`;
}

function passwordAlone({ user }: System): string {
  const commands = ['ping', 'info', 'config|get', 'replconf', 'sync', 'psync'].map((word) => code(word));
  return `the file below holds the password and nothing else.${user === undefined ? '' : ` ${code(user)} has to be allowed ${list(commands)}.`}`;
}

function certificates(): string {
  const lines = ['ETCDCTL_CACERT=FILE', 'ETCDCTL_CERT=FILE', 'ETCDCTL_KEY=FILE', 'ETCDCTL_PASSWORD=…'];
  return `the file below has lines of these, as the cluster asks for them: ${list(lines.map((line) => code(line)))}. With authentication on, the account has the role ${code('root')}.`;
}

function secret({ credentials }: System, step: string, user: string): readonly string[] {
  return credentials === undefined
    ? []
    : [`${step.replace('the file below', `the file ${code(credentials)}, of ${code(user)} and mode 600,`)}`];
}

/** For text that a person copies: a name that is more than a word is left to be filled in. */
function named(name: string): string {
  return /^[A-Za-z_][\w-]*$/u.test(name) ? name : 'USER';
}
