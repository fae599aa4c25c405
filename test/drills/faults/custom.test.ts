import { faultsOf } from './matrix.ts';

faultsOf('custom');
