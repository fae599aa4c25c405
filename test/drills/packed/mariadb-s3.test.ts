import { proofsOf } from '../proof.ts';
import { describeMariadb } from './mariadb.ts';

describeMariadb('in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
