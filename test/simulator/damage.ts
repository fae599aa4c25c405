/** What a scenario takes: assessment.md, section 5. */
import type { Plan, Scenario, Span } from '../../engine/plan/model.ts';
import { around } from './sizes.ts';

export interface Damage {
  /** Systems and storages that are gone. */
  readonly lost: ReadonlySet<string>;
  readonly lostSites: ReadonlySet<string>;
  readonly lostKeys: ReadonlySet<string>;
  readonly corrupted: ReadonlySet<string>;
  readonly compromisedSystems: ReadonlySet<string>;
  /** Storages whose account the intruder has, offline ones left out. */
  readonly exposed: ReadonlySet<string>;
  /** Somebody got in: nothing that arrived after them is trusted. */
  readonly intruder: boolean;
  /** From the incident to its detection. */
  readonly detection: Span;
}

export function damageOf(plan: Plan, scenario: Scenario): Damage {
  const named = new Set(scenario.lose);
  const lostSites = new Set(plan.sites.map(({ name }) => name).filter((site) => around(plan, site).some((outer) => named.has(outer))));
  const accounts = new Set(scenario.compromise);
  const lost = new Set<string>();
  for (const { name, at } of [...plan.systems, ...plan.storages]) if (named.has(name) || lostSites.has(at)) lost.add(name);
  const compromisedSystems = new Set(plan.systems.filter(({ account }) => accounts.has(account.value)).map(({ name }) => name));
  for (const { name, boundTo } of plan.storages) {
    if (boundTo.some((system) => lost.has(system) || compromisedSystems.has(system))) lost.add(name);
  }
  const exposed = plan.storages.filter(({ account, offline }) => accounts.has(account.value) && !offline);
  const lostKeys = plan.keys.filter(
    ({ name, keptAt, escrow }) =>
      escrow === undefined && (named.has(name) || (keptAt.length > 0 && keptAt.every((site) => lostSites.has(site)))),
  );
  return {
    lost,
    lostSites,
    lostKeys: new Set(lostKeys.map(({ name }) => name)),
    corrupted: new Set(scenario.corrupt),
    compromisedSystems,
    exposed: new Set(exposed.map(({ name }) => name)),
    intruder: accounts.size > 0,
    detection: scenario.detectedAfter.value,
  };
}

export function affects(damage: Damage, system: string): boolean {
  return damage.lost.has(system) || damage.corrupted.has(system) || damage.compromisedSystems.has(system);
}
