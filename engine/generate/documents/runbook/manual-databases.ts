import type { Storage, System } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { given, shellWord } from '../shell.ts';
import { list } from '../words.ts';
import { asClient } from './client.ts';
import type { Way } from './manual.ts';
import { lookInto, storagePlace } from './place.ts';

export const POINT = given('POINT');

/** Markdown: what POINT is to be. */
export function pointOn({ kind }: Storage): string {
  return kind === 'tape'
    ? 'the tape device, wound to the chosen archive (`mt -f DEVICE fsf N`).'
    : 'the path of the chosen file or folder.';
}

const POSTGRES = '/var/lib/postgresql/restored';
const NEW_SERVER = `It writes a new server to ${'`'}${POSTGRES}${'`'}, which must not be there yet, and starts it on port 5433; nothing that is there is touched.`;

export const databaseTools: Readonly<Record<string, Way>> = {
  pg_dump: (system, { storage }, beside) => {
    const names = databases(system);
    // A dump holds one database: of several, each has its own turn.
    const several = names.length > 1;
    const ending = beside ? '_restored' : '';
    const target = several ? `${given('DATABASE')}${ending}` : shellWord(`${names[0] ?? system.name}${ending}`);
    return {
      takes: 'file',
      list: lookInto(storage),
      point: `${pointOn(storage)}${several ? ` Each dump holds one database: this step and those up to the check are done for each of ${list(names.map((name) => code(name)))}, whose name is DATABASE.` : ''}${
        beside ? '' : ' ROLES is the file of the roles, from `pg_dumpall --globals-only`.'
      }`,
      also: [...(beside ? [] : ['ROLES']), ...(several ? ['DATABASE'] : [])],
      onto: beside
        ? 'It makes databases whose names end in `_restored`; the damaged ones stay.'
        : 'It makes the databases; one that is there already ends it with an error.',
      restore: [
        ...(beside ? [] : [`sudo -u postgres ${asClient('psql', system)} --file ${given('ROLES')}`]),
        `sudo -u postgres ${asClient('createdb', system)} ${target} && sudo -u postgres ${asClient('pg_restore', system)} --exit-on-error --dbname ${target} ${POINT}`,
      ].join('\n'),
      expect: `${beside ? '' : 'errors about roles that exist, at most; then '}nothing, and exit code 0.`,
      check: amcheck([target], asClient('', system)),
      good: 'nothing is printed, exit code 0.',
      take: beside
        ? tables(system, (name) => `${asClient('pg_dump', system)} --table ${given('TABLE')} ${shellWord(`${name}_restored`)}`)
        : undefined,
    };
  },
  pg_basebackup: (system, { storage, log }, beside) => ({
    takes: 'folder',
    list: lookInto(storage),
    point: `${pointOn(storage)}${log ? ' LOG is the folder of the archived log.' : ''}`,
    also: log ? ['LOG'] : [],
    onto: NEW_SERVER,
    restore: [
      `sudo pg_verifybackup --no-parse-wal ${POINT}`,
      `sudo cp -a ${POINT} ${POSTGRES} && sudo chown -R postgres: ${POSTGRES} && sudo chmod 700 ${POSTGRES}`,
      ...(log
        ? [
            `printf "%s\\n" "restore_command = 'cp \${LOG:?}/%f %p'" "recovery_target_action = 'promote'" | sudo -u postgres tee -a ${POSTGRES}/postgresql.auto.conf`,
            `sudo -u postgres touch ${POSTGRES}/recovery.signal`,
          ]
        : []),
      `sudo -u postgres pg_ctl -D ${POSTGRES} -o '-p 5433' -w start`,
    ].join('\n'),
    expect: `\`backup successfully verified\`, at the end \`server started\`.${log ? " For an instant add a line `recovery_target_time = 'YYYY-MM-DD HH:MM:SS+00'` before the start; without it all the log there is gets replayed." : ''}`,
    check: `sudo -u postgres psql -p 5433 --command 'select pg_is_in_recovery()'\n${amcheck(databases(system).map(shellWord), ' -p 5433')}`,
    good: '`f`, and nothing from `pg_amcheck`.',
    take: beside ? tables(system, (name) => `pg_dump -p 5433 --table ${given('TABLE')} ${shellWord(name)}`) : asServer(),
  }),
  pgbackrest: (system, { storage }, beside) => {
    const stanza = `--stanza=${shellWord(system.name)}`;
    return {
      takes: 'name',
      list: `sudo -u postgres pgbackrest ${stanza} info`,
      point: `the label of the chosen backup, as the list has it. The configuration on this machine must name ${storagePlace(storage)} as the repository, and have a stanza with the name that the system has in the plan.`,
      onto: NEW_SERVER,
      restore: [
        `sudo -u postgres pgbackrest ${stanza} --pg1-path=${POSTGRES} --set=${POINT} restore`,
        `sudo -u postgres pg_ctl -D ${POSTGRES} -o '-p 5433 -c archive_mode=off' -w start`,
      ].join('\n'),
      expect:
        '`restore command end: completed successfully`, then `server started`. It replays all the log there is; for an instant put `--type=time --target="YYYY-MM-DD HH:MM:SS+00" --target-action=promote` before `restore`.',
      check: `sudo -u postgres psql -p 5433 --command 'select pg_is_in_recovery()'\n${amcheck(databases(system).map(shellWord), ' -p 5433')}`,
      good: '`f`, and nothing from `pg_amcheck`.',
      take: beside ? tables(system, (name) => `pg_dump -p 5433 --table ${given('TABLE')} ${shellWord(name)}`) : asServer(),
    };
  },
  'mariadb-dump': sqlDump('mariadb'),
  mysqldump: sqlDump('mysql'),
  'mariadb-backup': (_, { storage, increments }) => ({
    takes: 'folder',
    list: lookInto(storage),
    point: pointOn(storage),
    onto: 'It writes a new data directory, `/var/lib/mysql-restored`, which must not be there yet; nothing that is there is touched.',
    restore: [
      `sudo mariadb-backup --prepare --target-dir=${POINT}`,
      ...(increments
        ? [`# then for each increment, oldest first: sudo mariadb-backup --prepare --target-dir=${POINT} --incremental-dir=INCREMENT`]
        : []),
      `sudo mariadb-backup --copy-back --target-dir=${POINT} --datadir=/var/lib/mysql-restored`,
      'sudo chown -R mysql:mysql /var/lib/mysql-restored',
    ].join('\n'),
    expect: '`completed OK!` as the last line of every run.',
    check:
      'sudo -u mysql mariadbd --datadir=/var/lib/mysql-restored --socket=/tmp/restored.sock --skip-networking &\nsleep 10; sudo mariadb-check --socket=/tmp/restored.sock --all-databases --check',
    good: '`OK` behind every table. Then stop this server (`sudo mariadb-admin --socket=/tmp/restored.sock shutdown`) and give the folder the place of the old data directory, which is renamed, not removed.',
  }),
  mongodump: (system, { storage }, beside) => ({
    takes: 'folder',
    list: lookInto(storage),
    point: pointOn(storage),
    ...secondServer(system, beside),
    onto: 'It writes into the databases that the dump names: the server must have none of them yet.',
    restore: `mongorestore --dir ${POINT}`,
    expect:
      '`document(s) restored successfully. 0 document(s) failed to restore.` If the dump has a file `oplog.bson`, add `--oplogReplay`.',
    check: "mongosh --eval 'db.adminCommand({ listDatabases: 1 })'",
    good: 'every database is there, with a size that is not 0.',
  }),
  'redis-cli': (_, { storage }) => ({
    takes: 'file',
    list: lookInto(storage),
    point: pointOn(storage),
    onto: 'It starts a second server on port 6380 with a folder of its own; nothing that is there is touched.',
    restore: [
      `redis-check-rdb ${POINT}`,
      'sudo install -d -o redis -g redis /var/lib/redis-restored',
      `sudo install -o redis -g redis -m 0640 ${POINT} /var/lib/redis-restored/dump.rdb`,
      'sudo -u redis redis-server --port 6380 --dir /var/lib/redis-restored --appendonly no --daemonize yes',
    ].join('\n'),
    expect: '`RDB looks OK!`. With `--appendonly yes` it would start empty; it is switched on only once the keys are there.',
    check: "redis-cli -p 6380 INFO persistence | grep '^loading:'\nredis-cli -p 6380 DBSIZE\nredis-cli -p 6380 CONFIG SET appendonly yes",
    good: '`loading:0`, a number of keys that is not 0, `OK`.',
    take: {
      what: 'With the server of the machine stopped; its old folder is renamed, not removed.',
      run: 'redis-cli -p 6380 SHUTDOWN SAVE\nsudo mv -nT /var/lib/redis /var/lib/redis.before && sudo mv -nT /var/lib/redis-restored /var/lib/redis',
    },
  }),
  etcdctl: (_, { storage }) => ({
    takes: 'file',
    list: lookInto(storage),
    point: pointOn(storage),
    onto: 'It writes a new data directory, `/var/lib/etcd-restored`, which must not be there yet; of a cluster every member is restored from the same file.',
    restore: `ETCDCTL_API=3 etcdctl snapshot restore ${POINT} --data-dir /var/lib/etcd-restored`,
    expect: 'a line for each member that is added; `expected sha256` means that the file is damaged.',
    check: 'ETCDCTL_API=3 etcdctl endpoint health\nETCDCTL_API=3 etcdctl get "" --prefix --keys-only --limit=10',
    good: 'once etcd has been started with the new folder: `is healthy`, and keys.',
  }),
};

function sqlDump(client: 'mariadb' | 'mysql'): Way {
  const dump = client === 'mysql' ? 'mysqldump' : 'mariadb-dump';
  return (system, { storage, log }, beside) => ({
    takes: 'file',
    list: lookInto(storage),
    point: pointOn(storage),
    ...secondServer(system, beside),
    onto: 'It replaces the databases that the dump names: the server must have none of them yet.',
    restore: `tail -n 1 ${POINT}\n${client} < ${POINT}`,
    expect: `\`-- Dump completed\`: without that line it is half a dump, and an older one is taken. Then nothing, exit code 0.${
      log
        ? ` For an instant after the dump replay the binary log with \`${client === 'mysql' ? 'mysqlbinlog' : 'mariadb-binlog'} --stop-datetime\` (read in this machine's time zone), from the position at the head of the dump.`
        : ''
    }`,
    check: `${client === 'mysql' ? 'mysqlcheck' : 'mariadb-check'} --all-databases --check`,
    good: '`OK` behind every table.',
    take: beside
      ? {
          what: `TABLE is one that was lost or is wrong; rename a wrong one first. It goes from the second server into the damaged one${system.host === undefined ? ', whose host is HOST' : ''}.`,
          run: `${system.host === undefined ? 'HOST=\n' : ''}TABLE=\n${dump} --single-transaction ${databases(system).slice(0, 1).map(shellWord).join('')} ${given('TABLE')} | ${asClient(client, system)} --host ${system.host === undefined ? given('HOST') : shellWord(system.host)} ${databases(system).slice(0, 1).map(shellWord).join('')}`,
        }
      : undefined,
  });
}

/** A tool that writes into a running server does not get the damaged one. */
function secondServer(system: System, beside: boolean): { readonly on?: string } {
  return beside ? { on: `a second, empty ${plain(system.kind)} server, not the damaged one` } : {};
}

/** The restored server becomes the one of the new machine. */
function asServer(): { readonly what: string; readonly run: string } {
  return {
    what: 'DATA is the data directory of the server that the new machine is to run; that server is stopped. What lies there is renamed, not removed.',
    run: `DATA=\nsudo -u postgres pg_ctl -D ${POSTGRES} -m fast -w stop\nsudo mv -nT ${given('DATA')} ${given('DATA')}.before && sudo mv -nT ${POSTGRES} ${given('DATA')}`,
  };
}

/** Single tables out of the restored server, into the one that runs. */
function tables(system: System, dump: (database: string) => string): { readonly what: string; readonly run: string } {
  const name = databases(system)[0] ?? system.name;
  return {
    what: 'TABLE is one that was lost or is wrong; rename a wrong one first. If more is wrong than single tables, the restored server takes the place of the damaged one instead, whose data directory is renamed, not removed: every change since is gone then.',
    run: `TABLE=\nsudo -u postgres ${dump(name)} |\n  sudo -u postgres env PGOPTIONS='-c default_transaction_read_only=off' ${asClient('psql', system)} --set ON_ERROR_STOP=1 --single-transaction --dbname ${shellWord(name)}`,
  };
}

function amcheck(names: readonly string[], port: string): string {
  return names.map((name) => `sudo -u postgres pg_amcheck${port} --install-missing ${name}`).join('\n');
}

function databases(system: System): readonly string[] {
  return system.databases.length === 0 ? [system.name] : system.databases;
}
