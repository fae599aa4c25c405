import { mysql } from '../mysql-server.ts';
import { proofsOf } from '../proof.ts';
import { describeDumps } from './dumps-and-log.ts';

describeDumps(mysql, 'on an SFTP server', 'sftp', false, proofsOf(import.meta));
