import { faultsOf } from './matrix.ts';

faultsOf('pgbackrest');
