import { proofsOf } from '../proof.ts';
import { describeDumps } from './dump.ts';

describeDumps('in a folder that is encrypted', 'local', true, proofsOf(import.meta));
