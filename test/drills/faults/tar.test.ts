import { faultsOf } from './matrix.ts';

faultsOf('tar');
