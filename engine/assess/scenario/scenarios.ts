/** What a scenario takes with it, and what it leaves (assessment §5). */
import type { Key, Plan, Scenario, Storage, System } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';
import type { Fall } from '../assessment.ts';

/** The names that a scenario takes. */
export interface Incident {
  readonly scenario: Scenario;
  readonly lostSites: ReadonlySet<string>;
  readonly lostSystems: ReadonlySet<string>;
  readonly lostStorages: ReadonlyMap<string, Fall>;
  readonly lostKeys: ReadonlyMap<string, string>;
  readonly compromisedSystems: ReadonlySet<string>;
  readonly compromisedStorages: ReadonlySet<string>;
  readonly corrupted: ReadonlySet<string>;
}

export function incidentOf(plan: Plan, scenario: Scenario): Incident {
  const named = new Set(scenario.lose);
  const accounts = new Set(scenario.compromise);
  const lostSites = new Set(plan.sites.map(({ name }) => name).filter((site) => [...named].some((lost) => isWithin(plan, site, lost))));
  const lostSystems = new Set(plan.systems.filter(({ name, at }) => named.has(name) || lostSites.has(at)).map(({ name }) => name));
  const compromisedSystems = new Set(plan.systems.filter(({ account }) => accounts.has(account.value)).map(({ name }) => name));
  const taken = (system: string): boolean => lostSystems.has(system) || compromisedSystems.has(system);
  return {
    scenario,
    lostSites,
    lostSystems,
    lostStorages: new Map(
      plan.storages.flatMap((storage) => {
        const fall = storageFall(storage, named, lostSites, taken);
        return fall === undefined ? [] : [[storage.name, fall] as const];
      }),
    ),
    lostKeys: new Map(
      plan.keys.flatMap((key) => {
        const how = keyLoss(key, named, lostSites);
        return how === undefined ? [] : [[key.name, how] as const];
      }),
    ),
    compromisedSystems,
    compromisedStorages: new Set(plan.storages.filter(({ account }) => accounts.has(account.value)).map(({ name }) => name)),
    corrupted: new Set(scenario.corrupt),
  };
}

function storageFall(
  storage: Storage,
  named: ReadonlySet<string>,
  sites: ReadonlySet<string>,
  taken: (system: string) => boolean,
): Fall | undefined {
  const { name, place } = storage;
  if (named.has(name)) return { storage: name, reason: 'lost', because: 'it is lost itself', place };
  if (sites.has(storage.at)) return { storage: name, reason: 'lost', because: `lost with ${storage.at}`, place };
  const bound = storage.boundTo.find(taken);
  return bound === undefined ? undefined : { storage: name, reason: 'bound', because: `it goes with ${bound}`, place };
}

function keyLoss(key: Key, named: ReadonlySet<string>, sites: ReadonlySet<string>): string | undefined {
  if (key.escrow !== undefined) return undefined;
  if (named.has(key.name)) return `its key ${key.name} is lost`;
  const away = key.keptAt.length > 0 && key.keptAt.every((site) => sites.has(site));
  return away ? `its key ${key.name} is lost with ${key.keptAt.join(' and ')}` : undefined;
}

export function isAffected({ lostSystems, compromisedSystems, corrupted }: Incident, system: System): boolean {
  return lostSystems.has(system.name) || compromisedSystems.has(system.name) || corrupted.has(system.name);
}

/** The standby that serves, if one does: the quickest, then the one that is least behind. */
export function servingStandby(incident: Incident, system: System): System['standbys'][number] | undefined {
  const { name } = system;
  if (!incident.lostSystems.has(name) || incident.corrupted.has(name) || incident.compromisedSystems.has(name)) return undefined;
  return system.standbys
    .filter(({ at }) => !incident.lostSites.has(at))
    .sort((a, b) => a.failover.value - b.failover.value || a.lag.value - b.lag.value)[0];
}
