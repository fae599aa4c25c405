import { proofsOf } from '../proof.ts';
import { describeLog } from './log.ts';

describeLog('in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
