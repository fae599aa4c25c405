import { proofsOf } from '../proof.ts';
import { describeDumps } from './dump.ts';

describeDumps('in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
