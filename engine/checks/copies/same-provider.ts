import type { Plan } from '../../plan/model.ts';
import { enclosingSites } from '../../plan/sites.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'same-provider', severity: 'info' } as const;

export const sameProvider: Check = {
  ...id,
  group: 'copies',
  summary: 'A system and every copy of it are with one provider.',
  *run({ plan, judged, catalogue }) {
    for (const system of judged) {
      if (!needsBackup(system, catalogue) || !isBackedUp(system)) continue;
      const provider = providerOf(plan, system.at);
      const used = new Set(system.blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
      const storages = plan.storages.filter(({ name, media }) => used.has(name) && media.value !== 'snapshot');
      if (provider === undefined || storages.length === 0 || storages.some(({ at }) => providerOf(plan, at) !== provider)) continue;
      const message = `\`${system.name}\` and every copy of it (${listed(storages.map(({ name }) => name))}) are with ${provider}: a closed account, an unpaid bill or a failure that goes beyond a region takes them all. Keep one copy with somebody else, or at home.`;
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: provider,
        related: storages.map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` is with ${provider}.` })),
      });
    }
  },
};

function providerOf(plan: Plan, site: string): string | undefined {
  const around = enclosingSites(plan, site).map((name) => plan.sites.find((each) => each.name === name)?.provider);
  return around.find((provider) => provider !== undefined);
}
