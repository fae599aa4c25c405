import { faultsOf } from './matrix.ts';

faultsOf('restic');
