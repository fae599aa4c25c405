import { describeFaults } from './faults.ts';

describeFaults('a locked bucket', 's3');
