import { needProgram } from '../machine.ts';
import { inFolders } from './engine.ts';
import { faultsOf } from './faults.ts';
import { filesRig } from './files.ts';

faultsOf({
  name: 'files, rsync',
  copies: true,
  room: 64,
  phases: [
    { fault: 'killed: dump', program: 'rsync', when: '[[ $* == *--relative* ]]' },
    { fault: 'killed: verify', program: 'b2sum', when: '[[ $PWD == */points/* ]]' },
    ...inFolders.filter(({ fault }) => fault !== 'killed: copy'),
    { fault: 'killed: copy', program: 'rsync', when: '[[ $* == *.partial-copy-* ]]', script: 'copy-nas-usb' },
  ],
  make(folders) {
    needProgram('rsync', 'rsync');
    needProgram('zstd', 'zstd');
    return filesRig(folders, () => '', 'full daily at 02:00 to nas using rsync;');
  },
});
