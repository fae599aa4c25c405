import { proofsOf } from '../proof.ts';
import { describeSystems } from './systems.ts';

describeSystems('in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
