/** What all scripts of PostgreSQL know of its server, be they for backups or for a standby. */
import type { System } from '../../../plan/model.ts';
import { shellArray, shellQuote } from '../quote.ts';

/** The user that it runs as, and with it what needs its files. */
export const serverUser = 'postgres';

/** How the server is reached. No password is among it: libpq reads the credentials file. */
export function connectionSettings({ host, port, user, credentials }: System): string[] {
  return [
    ...(host === undefined ? [] : [`pg_host=${shellQuote(host)}`]),
    ...(port === undefined ? [] : [`pg_port=${port}`]),
    ...(user === undefined ? [] : [`pg_user=${shellQuote(user)}`]),
    ...(credentials === undefined ? [] : [`pg_passfile=${shellQuote(credentials)}`]),
  ];
}

/** `databases` of lib-postgresql.sh. */
export function databaseSettings({ databases }: System): string[] {
  return databases.length === 0 ? [] : [`databases=${shellArray(databases)}`];
}
