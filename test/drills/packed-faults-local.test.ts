import { describeFaults } from './packed-faults.ts';

describeFaults('a folder', 'local');
