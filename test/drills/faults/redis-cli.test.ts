import { faultsOf } from './matrix.ts';

faultsOf('redis-cli');
