import { needProgram } from '../machine.ts';
import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';
import { filesRig } from './files.ts';

faultsOf({
  name: 'files, GNU tar',
  copies: true,
  room: 64,
  phases: [
    { fault: 'killed: dump', program: 'tar', when: '[[ $* == *--create* ]]' },
    { fault: 'killed: dump', program: 'tar', when: '[[ $* == *--create* ]]', script: 'incremental-nas' },
    { fault: 'killed: verify', program: 'zstd', when: '[[ $* == *-tq* ]]' },
    ...inFolders,
  ],
  make(folders) {
    needProgram('zstd', 'zstd');
    return filesRig(folders, () => '', 'full weekly on sunday at 02:00 to nas using tar; incremental daily at 03:00 to nas using tar;');
  },
});
