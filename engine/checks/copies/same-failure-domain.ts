import type { Plan, Storage, System } from '../../plan/model.ts';
import { enclosingSites } from '../../plan/sites.ts';
import { resultOf, storageNamed } from '../answers.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { anotherCopy } from './another-copy.ts';
import { isSaidAlready } from './said-already.ts';

const id = { code: 'same-failure-domain', severity: 'error' } as const;

export const sameFailureDomain: Check = {
  ...id,
  group: 'copies',
  summary: 'Every copy stands where the system stands, so that one disaster takes both.',
  implies: ['same-provider'],
  *run(context) {
    const { plan, catalogue, judged } = context;
    const domains = sharedDomains(plan);
    for (const system of judged) {
      if (!needsBackup(system, catalogue) || !isBackedUp(system) || isSaidAlready(context, system)) continue;
      const names = new Set(system.blocks.flatMap(({ jobs, copies: moved }) => [...jobs, ...moved].map(({ to }) => to)));
      const copies = [...names].flatMap((name) => storageNamed(context, name) ?? []).filter(({ media }) => media.value !== 'snapshot');
      const shared = copies.map((storage) => ({ storage, domain: domains(system, storage) }));
      const [first] = shared;
      if (first?.domain === undefined || shared.some(({ domain }) => domain === undefined)) continue;
      const where = listed(copies.map(({ name, at }) => `${name} at ${at}`));
      const takes = [...new Set(shared.map(({ domain }) => domain ?? ''))];
      const message = `Every copy of \`${system.name}\` stands where it does: ${where}. What takes ${listed(takes, 'or')} takes system and backup together. Copy the restore points to a site outside of it.`;
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: JSON.stringify([where, takes]),
        related: shared.map(({ storage, domain }) => ({
          place: storage.namePlace,
          message: `\`${storage.name}\` shares ${domain} with ${system.name}.`,
        })),
        fixes: anotherCopy(context, system, resultOf(context, system.name)?.copies.storages ?? []),
      });
    }
  },
};

/** What a system and a storage have in common: a site, one around both, else the region of one provider. Worked out once for two sites. */
function sharedDomains(plan: Plan): (system: System, storage: Storage) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (system, storage) => {
    const key = JSON.stringify([system.at, storage.at]);
    if (!known.has(key)) known.set(key, sharedDomain(plan, system.at, storage.at));
    return known.get(key);
  };
}

function sharedDomain(plan: Plan, one: string, other: string): string | undefined {
  const around = enclosingSites(plan, other);
  const site = enclosingSites(plan, one).find((each) => around.includes(each));
  if (site !== undefined) return site;
  const [here, there] = [regionOf(plan, one), regionOf(plan, other)];
  return here !== undefined && here === there ? here : undefined;
}

/** `the region eu-west-1 of aws`, where a site, or one around it, says both. */
function regionOf(plan: Plan, name: string): string | undefined {
  const sites = enclosingSites(plan, name).flatMap((each) => plan.sites.find((site) => site.name === each) ?? []);
  const region = sites.find((site) => site.region !== undefined)?.region;
  const provider = sites.find((site) => site.provider !== undefined)?.provider;
  return region === undefined || provider === undefined ? undefined : `the region ${region} of ${provider}`;
}
