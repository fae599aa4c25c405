import { faultsOf } from './matrix.ts';

faultsOf('pg_dump');
