import { describeDumps } from './dumps-and-log.ts';
import { mysql } from './mysql-server.ts';
import { proofsOf } from './proof.ts';

describeDumps(mysql, proofsOf(import.meta));
