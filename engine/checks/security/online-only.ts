import type { Storage } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { isPlayedOut } from '../copies/deletable.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'online-only', severity: 'warning' } as const;

export const onlineOnly: Check = {
  ...id,
  group: 'security',
  summary: 'Every copy can be reached from production, and a lock is all that keeps them.',
  *run({ plan, judged, catalogue, assessment }) {
    const results = new Map(assessment.systems.map((result) => [result.name, result]));
    const production = new Set(plan.systems.map(({ account }) => account.value));
    for (const system of judged) {
      const result = results.get(system.name);
      if (result === undefined || isPlayedOut(result) || !needsBackup(system, catalogue) || !isBackedUp(system)) continue;
      const used = new Set(system.blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
      const storages = plan.storages.filter(({ name }) => used.has(name));
      const locked = storages.filter(({ immutable }) => immutable !== undefined);
      // Without a lock it is `same-account` or `no-immutable-copy`.
      if (locked.length === 0 || storages.some((storage) => storage.offline || !production.has(storage.account.value))) continue;
      const accounts = listed([...new Set(storages.map(({ account }) => account.value))]);
      const message = `Production can reach every copy of \`${system.name}\`: ${listed(storages.map(({ name }) => name))} can be written to with the account that systems run under (${accounts}). The lock on ${listed(locked.map(({ name }) => name))} is all that keeps them: what it covers no longer can be deleted, and the next run can be kept away. Put one under an account of its own (\`account backup-admin\`), or take one \`offline\`.`;
      yield finding(id, system.namePlace, message, { about: system.name, related: storages.map(reached) });
    }
  },
};

function reached({ name, account, namePlace }: Storage) {
  const place = account.source.from === 'plan' ? account.source.place : namePlace;
  return { place, message: `${account.value} can write to \`${name}\`.` };
}
