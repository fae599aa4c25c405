import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must } from '../commands.ts';
import { Machine } from '../machine.ts';
import { around, hostile, inFolders, planText } from './engine.ts';
import { faultsOf } from './faults.ts';

faultsOf({
  name: "the plan's own commands",
  copies: true,
  room: 32,
  phases: [
    { fault: 'killed: dump', program: 'gzip' },
    // The first call sums what was dumped, the second what was read back.
    { fault: 'killed: verify', program: 'openssl', instants: around(2) },
    ...inFolders,
  ],
  async make(folders) {
    const host = await Machine.create(...folders, 'app');
    const file = path.join(host.root, 'app', hostile);
    const quoted = `'${file.replaceAll("'", String.raw`'\''`)}'`;
    return {
      host,
      system: `system shop: custom { at here; dump with ${planText(`cat ${quoted} | gzip -n`)}; load with ${planText(`gunzip | cat > ${quoted}`)};`,
      jobs: 'full daily at 02:00 to nas;',
      hostile: 1,
      start: async () => {},
      change: async () => writeFileSync(file, randomBytes(100_000).toString('hex')),
      live: async () => readFileSync(file, 'utf8'),
      restored: (into) => must('zcat', [path.join(into, 'dump')], {}, '', 'tester'),
      remove: () => host.remove(),
    };
  },
});
