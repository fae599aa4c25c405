import { proofsOf } from '../proof.ts';
import { describeMariadb } from './mariadb.ts';

describeMariadb('on an SFTP server', 'sftp', false, proofsOf(import.meta));
