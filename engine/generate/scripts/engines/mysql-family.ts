/** What MariaDB and MySQL have in common in the settings of their scripts. */
import type { System } from '../../../plan/model.ts';
import type { Chain } from '../coverage.ts';
import { shellArray, shellQuote } from '../quote.ts';

/** How the server is reached. No password is among it: the programs read the credentials file. */
export function serverSettings({ system: { host, port, user, credentials } }: Chain): string[] {
  return [
    ...(host === undefined ? [] : [`server_host=${shellQuote(host)}`]),
    ...(port === undefined ? [] : [`server_port=${port}`]),
    ...(user === undefined ? [] : [`server_user=${shellQuote(user)}`]),
    ...(credentials === undefined ? [] : [`credentials=${shellQuote(credentials)}`]),
  ];
}

/** The accounts, which lie in the database `mysql`, are dumped however the plan names it. */
export function databaseSettings({ databases }: System): string[] {
  const own = databases.filter((name) => name !== 'mysql');
  return own.length === 0 ? [] : [`databases=${shellArray(own)}`];
}

/** For the script of a job: what it does, and whether log is replayed on its points, which is that of the whole server. */
export function methodSettings({ system, logs }: Chain, method: string): string[] {
  return [...databaseSettings(system), `method=${method}`, `whole_server=${logs.length > 0 ? 'yes' : 'no'}`];
}
