import { isAway } from '../away.ts';
import { needsBackup, pointStorages } from '../backups.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { testsOf } from './tests.ts';

const id = { code: 'offsite-untested', severity: 'info' } as const;

export const offsiteUntested: Check = {
  ...id,
  group: 'verification',
  summary: 'Restores are only ever tested from the storage that stands beside the system.',
  *run(context) {
    const { plan, judged, catalogue } = context;
    const storages = new Map(plan.storages.map((storage) => [storage.name, storage]));
    for (const system of judged) {
      if (!needsBackup(system, catalogue)) continue;
      const { tested, untested } = testsOf(system);
      const away = (name: string) => {
        const storage = storages.get(name);
        return storage !== undefined && isAway(plan, system, storage);
      };
      const read = tested.flatMap(({ block }) => pointStorages(block));
      const unread = untested.flatMap(({ block }) => pointStorages(block)).filter(away);
      if (read.length === 0 || unread.length === 0 || read.some(away)) continue;
      const far = listed([...new Set(unread)]);
      const message = `Restores of \`${system.name}\` are only ever tested from ${listed([...new Set(read)])}, which goes with it. On the day when its site is lost, ${far} is read for the first time. Add \`verify restore\` to the backup on ${far}.`;
      yield finding(id, system.namePlace, message, {
        about: system.name,
        related: tested.map(({ restore }) => ({ place: restore.place, message: 'The test that there is.' })),
      });
    }
  },
};
