import { describeDumps } from './dumps-and-log.ts';
import { mariadb } from './mariadb-server.ts';
import { proofsOf } from './proof.ts';

describeDumps(mariadb, proofsOf(import.meta));
