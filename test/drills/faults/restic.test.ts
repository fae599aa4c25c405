import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { needProgram } from '../machine.ts';
import { quickKeys } from '../quick-keys.ts';
import { hostile } from './engine.ts';
import { faultsOf } from './faults.ts';
import { filesRig } from './files.ts';

const calls = (command: string): string => `[[ " $* " == *' ${command} '* ]]`;

faultsOf({
  name: 'files, restic',
  copies: true,
  room: 64,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'restic', when: calls('backup') },
    { fault: 'killed: verify', program: 'restic', when: calls('check') },
    // What gives a point its name here.
    { fault: 'killed: rename', program: 'restic', when: calls('tag') },
    { fault: 'killed: prune', program: 'restic', when: calls('--prune') },
    { fault: 'killed: copy', program: 'restic', when: calls('copy'), script: 'copy-nas-usb' },
  ],
  async make(folders) {
    needProgram('restic', 'restic');
    let root = '';
    const rig = await filesRig(
      folders,
      (folder) => {
        root = folder;
        writeFileSync(path.join(root, 'password'), 'geheim-4711', { mode: 0o600 });
        return `credentials from "${root}/password";`;
      },
      'full daily at 02:00 to nas using restic;',
    );
    quickKeys(rig.host);
    return {
      ...rig,
      // The pack with what has changed is the largest of the newest.
      damage: () => {
        const data = path.join(root, `nas ${hostile}`, 'shop/data');
        const packs = readdirSync(data, { recursive: true, encoding: 'utf8' })
          .map((name) => path.join(data, name))
          .filter((file) => statSync(file).size > 200_000 && statSync(file).isFile());
        return packs.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
      },
    };
  },
});
