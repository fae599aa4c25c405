import { proofsOf } from '../proof.ts';
import { describeDumps } from './dump.ts';

describeDumps('on an SFTP server', 'sftp', false, proofsOf(import.meta));
