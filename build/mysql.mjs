// MySQL, which Debian has in sid alone, and which cannot be installed beside MariaDB: unpacked into a folder, with its libraries.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unpackDebian } from './debian.mjs';

/** The folder that MySQL is unpacked in; fetched on the first call (64 MB, half a minute). Throws where it cannot be had. */
export function mysqlFolder() {
  const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../.cache/sid/mysql');
  unpackDebian('sid', ['mysql-server-core', 'mysql-client-core'], folder, true);
  return folder;
}
