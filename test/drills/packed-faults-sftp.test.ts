import { describeFaults } from './packed-faults.ts';

describeFaults('an SFTP server', 'sftp');
