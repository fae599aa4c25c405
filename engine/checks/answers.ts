/** Answers that several checks ask for, each worked out once for a plan. */
import type { Assessment, SystemResult } from '../assess/assessment.ts';
import { type Costs, costs } from '../assess/cost/cost.ts';
import { type Reach, reachOf } from '../assess/retention/reach.ts';
import type { Plan, Storage, System } from '../plan/model.ts';
import { isWithin } from '../plan/sites.ts';
import { copyTargets, isLocked } from './backups.ts';
import type { Subject } from './check.ts';

const results = new WeakMap<Assessment, ReadonlyMap<string, SystemResult>>();

/** What the assessment says of a system. */
export function resultOf({ assessment }: Pick<Subject, 'assessment'>, system: string): SystemResult | undefined {
  const known = results.get(assessment) ?? new Map(assessment.systems.map((result) => [result.name, result]));
  results.set(assessment, known);
  return known.get(system);
}

const storages = new WeakMap<Plan, ReadonlyMap<string, Storage>>();

/** The storage that is called so. */
export function storageNamed({ plan }: Pick<Subject, 'plan'>, name: string): Storage | undefined {
  const known = storages.get(plan) ?? new Map(plan.storages.map((storage) => [storage.name, storage]));
  storages.set(plan, known);
  return known.get(name);
}

/** Storages that restore points can be copied to, seen from a site; what is put on a shelf comes last. */
export interface Targets {
  /** At the site, within it, or around it. */
  readonly near: readonly Storage[];
  readonly away: readonly Storage[];
  /** Those away first. */
  readonly all: readonly Storage[];
  /** Of all, those on which nobody can delete. */
  readonly locked: readonly Storage[];
}

const targets = new WeakMap<Plan, Map<string, Targets>>();

export function targetsFrom({ plan }: Pick<Subject, 'plan'>, site: string): Targets {
  const bySite = targets.get(plan) ?? new Map<string, Targets>();
  targets.set(plan, bySite);
  const known = bySite.get(site) ?? sortedTargets(plan, site);
  bySite.set(site, known);
  return known;
}

function sortedTargets(plan: Plan, site: string): Targets {
  const sorted = copyTargets({ plan }).toSorted((a, b) => Number(a.offline) - Number(b.offline));
  const isNear = ({ at }: Storage) => isWithin(plan, at, site) || isWithin(plan, site, at);
  const near = sorted.filter(isNear);
  const away = sorted.filter((storage) => !isNear(storage));
  const all = [...away, ...near];
  return { near, away, all, locked: all.filter(isLocked) };
}

const reaches = new WeakMap<System, readonly Reach[]>();

/** How far back the storages of a system reach at worst. */
export function reachesOf({ plan, catalogue }: Subject, system: System): readonly Reach[] {
  const known = reaches.get(system) ?? reachOf(plan, system, catalogue);
  reaches.set(system, known);
  return known;
}

const bills = new WeakMap<Plan, Costs>();

/** What the plan's storages hold and cost. */
export function costsOf({ plan, catalogue }: Subject): Costs {
  const known = bills.get(plan) ?? costs(plan, catalogue);
  bills.set(plan, known);
  return known;
}
