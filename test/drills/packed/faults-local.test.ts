import { describeFaults } from './faults.ts';

describeFaults('a folder', 'local');
