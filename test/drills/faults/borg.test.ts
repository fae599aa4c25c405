import { readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { needProgram } from '../machine.ts';
import { hostile } from './engine.ts';
import { faultsOf } from './faults.ts';
import { filesRig } from './files.ts';

const calls = (command: string): string => `[[ $1 == ${command} ]]`;

faultsOf({
  name: 'files, Borg',
  copies: false,
  // Borg begins only where a whole segment has room, 500 MB and a tenth.
  room: 640,
  // At the end of a segment stands what its run wrote before the point had its name.
  cut: 3000,
  slow: true,
  phases: [
    { fault: 'killed: dump', program: 'borg', when: calls('create') },
    { fault: 'killed: verify', program: 'borg', when: calls('extract') },
    // What gives a point its name here.
    { fault: 'killed: rename', program: 'borg', when: calls('rename') },
    { fault: 'killed: prune', program: 'borg', when: calls('delete') },
    { fault: 'killed: prune', program: 'borg', when: calls('compact') },
  ],
  async make(folders) {
    needProgram('borg', 'borgbackup');
    let root = '';
    const rig = await filesRig(
      folders,
      (folder) => {
        root = folder;
        writeFileSync(path.join(root, 'password'), 'geheim-4711', { mode: 0o600 });
        return `credentials from "${root}/password";`;
      },
      'full daily at 02:00 to nas using borg;',
    );
    return {
      ...rig,
      // The segment with what has changed is the largest of the newest.
      damage: () => {
        const data = path.join(root, `nas ${hostile}`, 'shop/data');
        const segments = readdirSync(data, { recursive: true, encoding: 'utf8' })
          .map((name) => path.join(data, name))
          .filter((file) => statSync(file).size > 200_000 && statSync(file).isFile());
        return segments.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? '';
      },
    };
  },
});
