import { describeFaults } from './faults.ts';

describeFaults('an SFTP server', 'sftp');
