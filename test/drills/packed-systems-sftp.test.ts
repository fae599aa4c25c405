import { describeSystems } from './packed-systems.ts';
import { proofsOf } from './proof.ts';

describeSystems('on an SFTP server', 'sftp', false, proofsOf(import.meta));
