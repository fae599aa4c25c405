import { mysql } from '../mysql-server.ts';
import { dumpFaults } from './dumps.ts';

dumpFaults(mysql);
