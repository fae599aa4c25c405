import { faultsOf } from './matrix.ts';

faultsOf('mariadb-dump');
