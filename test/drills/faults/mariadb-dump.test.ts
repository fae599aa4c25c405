import { mariadb } from '../mariadb-server.ts';
import { dumpFaults } from './dumps.ts';

dumpFaults(mariadb);
