import { mysql } from '../mysql-server.ts';
import { proofsOf } from '../proof.ts';
import { describeDumps } from './dumps-and-log.ts';

describeDumps(mysql, 'in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
