/** What a person would type for a full backup of a sample; it writes to the empty folder `bare`. */
import { odd, type Sample } from './samples.ts';

const commands: Readonly<Record<string, (reach: string, root: string) => string>> = {
  pg_dump: (reach) => `PGDATABASE=${quoted(odd)} pg_dump ${reach} -Fc -f bare/orders.dump`,
  pg_basebackup: (reach) => `pg_basebackup ${reach} -D bare/base -F plain -X stream -c fast --manifest-checksums=SHA256`,
  pgbackrest: (_, root) =>
    `export PGBACKREST_PG1_PATH='${root}/pg' PGBACKREST_LOCK_PATH='${root}/state/locks/pgbackrest' PGBACKREST_LOG_LEVEL_FILE=off
     cd /; pgbackrest --config='${root}/out/config/s/pgbackrest-nas.conf' --stanza=s --type=full --start-fast backup`,
  'mariadb-dump': (reach) => `mariadb-dump ${reach} --single-transaction --databases orders >bare/dump.sql`,
  'mariadb-backup': (reach) => `mariadb-backup ${reach} --backup --target-dir=bare/files`,
  sqlite3: (reach) => `sqlite3 ${quoted(reach)} ".backup 'bare/notes.db'"`,
  'redis-cli': (reach, root) => `REDISCLI_AUTH=$(cat '${root}/password') redis-cli -s '${reach}' --no-auth-warning --rdb bare/dump.rdb`,
  tar: (reach) => `tar --create --use-compress-program='zstd -q -T0' --file=bare/archive.tar.zst -C / '.${reach}'`,
  restic: (reach, root) => {
    const restic = `RESTIC_PASSWORD_FILE='${root}/password' RESTIC_CACHE_DIR='${root}/cache' restic -q -r bare/repository`;
    return `${restic} init && ${restic} backup '${reach}'`;
  },
  custom: (reach) => `cat ${quoted(reach)} >bare/dump`,
};

/** Shell text. */
export function bareCommand(tool: string, { reach, host }: Sample): string {
  const command = commands[tool];
  if (command === undefined) throw new Error(`no bare command for ${tool}`);
  return command(reach, host.root);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
