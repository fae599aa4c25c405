import { mariadb } from '../mariadb-server.ts';
import { proofsOf } from '../proof.ts';
import { describeDumps } from './dumps-and-log.ts';

describeDumps(mariadb, 'on an SFTP server', 'sftp', false, proofsOf(import.meta));
