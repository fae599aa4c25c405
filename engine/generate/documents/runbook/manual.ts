/**
 * Restoring by hand, tool by tool, where no script is generated.
 *
 * The commands are the tools' own, from their documentation; `POINT` stands for what the step before has chosen, and `:?` makes the
 * shell stop where it was not set.
 */
import type { System } from '../../../plan/model.ts';
import { shellWord } from '../shell.ts';
import type { Origin } from './origin.ts';
import { lookInto } from './place.ts';
import { repository } from './repository.ts';

export interface Manual {
  /** Shell: shows the points. */
  readonly list: string;
  /** Markdown: what POINT is to be. */
  readonly point: string;
  /** Shell. */
  readonly restore: string;
  /** Markdown. */
  readonly expect: string;
  /** Shell: shows that what was restored is whole. */
  readonly check: string;
  /** Markdown: what the check must say. */
  readonly good: string;
}

/** Undefined for a tool that this file does not know. */
export function manualOf(tool: string, system: System, origin: Origin): Manual | undefined {
  return TOOLS[tool]?.(system, origin);
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the shell is to read it
const POINT = '"${POINT:?}"';
const FILE = 'the path of the chosen file or folder, copied to this machine if it lies in a bucket.';

const TOOLS: Record<string, (system: System, origin: Origin) => Manual> = {
  pg_dump: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: [
      'sudo -u postgres psql --set ON_ERROR_STOP=0 --file globals.sql   # roles, from pg_dumpall --globals-only',
      ...databases(system).map(
        (name) => `sudo -u postgres createdb ${name} && sudo -u postgres pg_restore --exit-on-error --dbname ${name} ${POINT}`,
      ),
    ].join('\n'),
    expect: '`role … already exists` at most; then nothing, and exit code 0.',
    check: databases(system)
      .map((name) => `sudo -u postgres pg_amcheck --install-missing ${name}`)
      .join('\n'),
    good: 'nothing is printed and the exit code is 0.',
  }),
  pg_basebackup: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: [
      `sudo pg_verifybackup --no-parse-wal ${POINT}`,
      `sudo -u postgres cp -a ${POINT}/. /var/lib/postgresql/restored/`,
      "sudo -u postgres tee -a /var/lib/postgresql/restored/postgresql.auto.conf <<'CONF'",
      "restore_command = 'cp LOG_FOLDER/%f %p'   # LOG_FOLDER: where the archived log lies",
      "recovery_target_time = 'YYYY-MM-DD HH:MM:SS+00'   # leave out for the newest state",
      "recovery_target_action = 'pause'",
      'CONF',
      'sudo -u postgres touch /var/lib/postgresql/restored/recovery.signal',
      'sudo -u postgres pg_ctl -D /var/lib/postgresql/restored -w start',
    ].join('\n'),
    expect: "`backup successfully verified`, later in the server's log `recovery stopping before …` or the end of the archive.",
    check: `sudo -u postgres psql --command 'select pg_last_xact_replay_timestamp()'\nsudo -u postgres psql --command 'select pg_wal_replay_resume()'   # only when the instant is right`,
    good: 'the instant is the one that was wanted. After `pg_wal_replay_resume()` there is no way back but to restore again.',
  }),
  pgbackrest: (system) => ({
    list: `sudo -u postgres pgbackrest --stanza=${shellWord(system.name)} info`,
    point: "the label of the chosen backup (`20270103-020000F`); the plan's name of the system is taken as the stanza.",
    restore: `sudo systemctl stop postgresql\nsudo -u postgres pgbackrest --stanza=${shellWord(system.name)} --set=${POINT} --delta --type=default restore\nsudo systemctl start postgresql`,
    expect:
      '`restore command end: completed successfully`. For an instant use `--type=time --target="YYYY-MM-DD HH:MM:SS+00" --target-action=pause` and leave `--set` out.',
    check: `sudo -u postgres psql --command 'select pg_is_in_recovery(), now() - pg_last_xact_replay_timestamp()'\n${databases(system)
      .map((name) => `sudo -u postgres pg_amcheck --install-missing ${name}`)
      .join('\n')}`,
    good: '`f` in the first column once recovery has ended; `pg_amcheck` prints nothing. `pgbackrest verify` exits 0 on a damaged backup too: read its text, not its code.',
  }),
  'mariadb-dump': (system, origin) => sqlDump('mariadb', system, origin),
  mysqldump: (system, origin) => sqlDump('mysql', system, origin),
  'mariadb-backup': (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: [
      'sudo systemctl stop mariadb',
      `sudo mariadb-backup --prepare --target-dir=${POINT}   # first each increment, oldest first, with --incremental-dir`,
      'sudo mv /var/lib/mysql "/var/lib/mysql.before-restore"',
      `sudo mariadb-backup --copy-back --target-dir=${POINT}`,
      'sudo chown -R mysql:mysql /var/lib/mysql',
      'sudo systemctl start mariadb',
    ].join('\n'),
    expect: '`completed OK!` as the last line of each of the two mariadb-backup runs.',
    check: 'sudo mariadb-check --all-databases --check',
    good: '`OK` behind every table.',
  }),
  mongodump: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: `mongorestore --host ${host(system)} --oplogReplay --drop --dir ${POINT}`,
    expect: '`document(s) restored successfully. 0 document(s) failed to restore.`',
    check: `mongosh --host ${host(system)} --eval 'db.adminCommand({ listDatabases: 1 })'`,
    good: 'every database is listed with a size that is not 0.',
  }),
  'redis-cli': (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: [
      `redis-check-rdb ${POINT}`,
      'sudo systemctl stop redis-server',
      `sudo install -o redis -g redis -m 0640 ${POINT} /var/lib/redis/dump.rdb`,
      'sudo -u redis redis-server --port 6379 --dir /var/lib/redis --appendonly no --daemonize yes',
    ].join('\n'),
    expect: '`RDB looks OK!`. With `appendonly yes` Redis would start empty: it is switched on again in the check.',
    check: "redis-cli INFO persistence | grep '^loading:'\nredis-cli DBSIZE\nredis-cli CONFIG SET appendonly yes",
    good: '`loading:0`, and a number of keys that is not 0.',
  }),
  sqlite3: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: paths(system)
      .map((path) => `cp --no-clobber ${POINT} ${shellWord(`${path}.restored`)}`)
      .join('\n'),
    expect: 'nothing, exit code 0.',
    check: paths(system)
      .map((path) => `sqlite3 ${shellWord(`${path}.restored`)} 'PRAGMA integrity_check'`)
      .join('\n'),
    good: '`ok`. Then stop the program, move the old file away with its `-wal` and `-shm`, and give the restored one its name.',
  }),
  etcdctl: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: `ETCDCTL_API=3 etcdctl snapshot restore ${POINT} --data-dir /var/lib/etcd-restored`,
    expect: 'a line for each member added; a damaged snapshot ends with `expected sha256`.',
    check: 'ETCDCTL_API=3 etcdctl endpoint health && ETCDCTL_API=3 etcdctl get "" --prefix --keys-only --limit=10',
    good: '`is healthy`, and keys (after etcd has been started with the new data folder).',
  }),
  restic: (system, origin) => {
    const repo = `restic -r ${shellWord(resticAddress(origin, system))} --password-file "\${RESTIC_PASSWORD_FILE:?}"`;
    return {
      list: `${repo} snapshots`,
      point: 'the id of the chosen snapshot, or `latest`.',
      restore: `${repo} restore ${POINT} --target ${shellWord(`/restore/${system.name}`)}`,
      expect: '`restoring <Snapshot …>`, and no line that begins with `ignoring error`. `already locked`: `restic unlock`, then again.',
      check: `${paths(system)
        .map((path) => `find ${shellWord(`/restore/${system.name}${path}`)} -type f | wc -l`)
        .join('\n')}\n${repo} stats ${POINT}`,
      good: 'the count of files is that of the snapshot. Then move the folders to their places.',
    };
  },
  borg: (system, origin) => {
    const repo = shellWord(repository(origin.storage, system.name));
    return {
      list: `borg list ${repo}`,
      point: 'the name of the chosen archive.',
      restore: `mkdir -p ${shellWord(`/restore/${system.name}`)} && cd ${shellWord(`/restore/${system.name}`)} && borg extract ${repo}::${POINT}`,
      expect: 'nothing, exit code 0 (1 is a warning: read it).',
      check: `${paths(system)
        .map((path) => `find ${shellWord(`/restore/${system.name}${path}`)} -type f | wc -l`)
        .join('\n')}\nborg info ${repo}::${POINT}`,
      good: 'the count of files is `Number of files` of the archive. Then move the folders to their places.',
    };
  },
  tar: (system, origin) => ({
    list: lookInto(origin.storage),
    point: `${FILE} With increments: unpack the full first, then each of them, oldest first.`,
    restore: `mkdir -p ${shellWord(`/restore/${system.name}`)} && tar --extract --listed-incremental=/dev/null --numeric-owner --directory ${shellWord(`/restore/${system.name}`)} --file ${POINT}`,
    expect: 'nothing, exit code 0; 2 means a damaged archive.',
    check: `tar --compare --directory ${shellWord(`/restore/${system.name}`)} --file ${POINT}`,
    good: 'nothing is printed. Then move the folders to their places.',
  }),
  rsync: (system, origin) => ({
    list: lookInto(origin.storage),
    point: FILE,
    restore: `rsync --archive --hard-links --acls --xattrs --numeric-ids ${POINT}/ ${shellWord(`/restore/${system.name}/`)}`,
    expect: 'nothing, exit code 0.',
    check: `rsync --archive --checksum --dry-run --itemize-changes ${POINT}/ ${shellWord(`/restore/${system.name}/`)}`,
    good: 'nothing is printed. Then move the folders to their places.',
  }),
  velero: (system) => ({
    list: 'velero backup get',
    point: 'the name of the chosen backup; its status must be `Completed`.',
    restore: `velero restore create --from-backup ${POINT}${system.namespaces.length === 0 ? '' : ` --include-namespaces ${shellWord(system.namespaces.join(','))}`} --wait`,
    expect: '`Restore completed with status: Completed`; with `PartiallyFailed` read `velero restore describe --details`.',
    check:
      system.namespaces.length === 0
        ? 'kubectl get pods --all-namespaces'
        : system.namespaces.map((name) => `kubectl get pods --namespace ${shellWord(name)}`).join('\n'),
    good: 'every pod is `Running` or `Completed`.',
  }),
};

function sqlDump(client: 'mariadb' | 'mysql', system: System, origin: Origin): Manual {
  return {
    list: lookInto(origin.storage),
    point: FILE,
    restore: [`tail -n 1 ${POINT}`, `${client} < ${POINT}`].join('\n'),
    expect: `first \`-- Dump completed\`: without that line the dump is half a dump, take an older one. Then nothing, exit code 0.${
      origin.log
        ? ` For an instant after the dump replay the binary logs with \`${client === 'mysql' ? 'mysqlbinlog' : 'mariadb-binlog'} --stop-datetime\` (in the server's own time zone) from the position that stands at the head of the dump.`
        : ''
    }`,
    check: `${client === 'mysql' ? 'mysqlcheck' : 'mariadb-check'} --all-databases --check`,
    good: '`OK` behind every table.',
  };
}

function resticAddress(origin: Origin, system: System): string {
  const { storage } = origin;
  const prefix = { s3: 's3', b2: 'b2', gcs: 'gs', 'azure-blob': 'azure' }[storage.kind];
  if (prefix === undefined || storage.bucket === undefined)
    return storage.host === undefined ? repository(storage, system.name) : `sftp:${repository(storage, system.name)}`;
  if (prefix === 's3') return `s3:${storage.endpoint ?? 'https://s3.amazonaws.com'}/${storage.bucket}/${system.name}`;
  return `${prefix}:${storage.bucket}:/${system.name}`;
}

function databases(system: System): readonly string[] {
  return system.databases.length === 0 ? [shellWord(system.name)] : system.databases.map(shellWord);
}

function paths(system: System): readonly string[] {
  return system.paths.length === 0 ? [''] : system.paths;
}

function host(system: System): string {
  return shellWord(system.host ?? 'localhost');
}
