import type { Engine } from './engine.ts';
import { borg } from './engines/borg.ts';
import { custom } from './engines/custom.ts';
import { etcd } from './engines/etcd.ts';
import { git } from './engines/git.ts';
import { mariadb } from './engines/mariadb.ts';
import { mysql } from './engines/mysql.ts';
import { pgbackrest } from './engines/pgbackrest.ts';
import { postgresql } from './engines/postgresql.ts';
import { redis } from './engines/redis.ts';
import { restic } from './engines/restic.ts';
import { rsync } from './engines/rsync.ts';
import { sqlite } from './engines/sqlite.ts';
import { tar } from './engines/tar.ts';

/** All that there are scripts for. */
export const engines: readonly Engine[] = [
  postgresql,
  pgbackrest,
  mariadb,
  mysql,
  redis,
  etcd,
  sqlite,
  git,
  restic,
  borg,
  tar,
  rsync,
  custom,
];

/** The engine that works with a tool of the catalogue, on a kind of system. */
export function engineOf(tool: string, kind: string): Engine | undefined {
  return engines.find(({ tools, kinds }) => Object.hasOwn(tools, tool) && kinds?.includes(kind) !== false);
}
