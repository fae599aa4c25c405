import { needsBackup, pointStorages } from '../backups.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { testsOf } from './tests.ts';

const id = { code: 'verify-shallow', severity: 'warning' } as const;

export const verifyShallow: Check = {
  ...id,
  group: 'verification',
  summary: 'A backup is verified by checksums only.',
  implies: ['offsite-untested'],
  *run(context) {
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue)) continue;
      const { tested, untested } = testsOf(system);
      const others =
        tested.length === 0
          ? 'Add `verify restore`'
          : 'Restores are tested of its other backup alone. Add `verify restore` to this one too';
      for (const { block, checksum } of untested) {
        if (checksum === undefined) continue;
        const message = `The backup of \`${system.name}\` on ${listed(pointStorages(block))} is verified by checksums only: the bytes are those that were written, and whether a system starts from them nobody knows. ${others}.`;
        yield finding(id, checksum.place, message, {
          about: system.name,
          related: tested.map(({ restore }) => ({ place: restore.place, message: 'This tests another backup of the system.' })),
        });
      }
    }
  },
};
