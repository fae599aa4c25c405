import { proofsOf } from '../proof.ts';
import { describeSystems } from './systems.ts';

describeSystems('on an SFTP server', 'sftp', false, proofsOf(import.meta));
