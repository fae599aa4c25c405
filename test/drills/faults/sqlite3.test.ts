import { faultsOf } from './matrix.ts';

faultsOf('sqlite3');
