import type { Engine } from './engine.ts';
import { pgbackrest } from './engines/pgbackrest.ts';
import { postgresql } from './engines/postgresql.ts';
import { restic } from './engines/restic.ts';
import { sqlite } from './engines/sqlite.ts';

/** All that there are scripts for. */
export const engines: readonly Engine[] = [postgresql, pgbackrest, sqlite, restic];

/** The engine that works with a tool of the catalogue. */
export function engineOf(tool: string): Engine | undefined {
  return engines.find(({ tools }) => Object.hasOwn(tools, tool));
}
