import { faultsOf } from './matrix.ts';

faultsOf('mariadb-backup');
