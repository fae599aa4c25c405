import { describeSystems } from './packed-systems.ts';
import { proofsOf } from './proof.ts';

describeSystems('in a locked bucket, encrypted', 's3', true, proofsOf(import.meta));
