import { describeFaults } from './packed-faults.ts';

describeFaults('a locked bucket', 's3');
