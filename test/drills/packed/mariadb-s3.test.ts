import { mariadb } from '../mariadb-server.ts';
import { proofsOf } from '../proof.ts';
import { describeDumps } from './dumps-and-log.ts';

describeDumps(mariadb, 'in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
