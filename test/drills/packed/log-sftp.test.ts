import { proofsOf } from '../proof.ts';
import { describeLog } from './log.ts';

describeLog('on an SFTP server', 'sftp', false, proofsOf(import.meta));
