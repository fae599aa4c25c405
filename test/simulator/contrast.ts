/** Where the engine and the simulator differ about a plan. */
import { isDeepStrictEqual } from 'node:util';
import { assess } from '../../engine/assess/assess.ts';
import type { Assessment, SystemResult } from '../../engine/assess/assessment.ts';
import { type Costs, costs, type Figure } from '../../engine/assess/cost/cost.ts';
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { type Amount, SHOWN, type SimulatedCosts } from './cost.ts';
import type { Lacking } from './retain.ts';
import { type Simulated, simulate } from './simulate.ts';

/** Loss and recovery may differ by a second. */
const SECOND = 1;

/** Money may differ by a cent, and bytes by a millionth or by what a sum of many loses. */
const CENT = 0.01;
const MILLIONTH = 1e-6;
const KILOBYTE = 1000;

/** What is compared with the simulator. */
export interface Engine {
  assess(plan: Plan, catalogue: Catalogue): Assessment;
  costs(plan: Plan, catalogue: Catalogue): Costs;
}

export interface Contrast {
  /** One sentence for each figure in which they differ. */
  readonly differences: readonly string[];
  /** They differ, but the simulator's answer depends on when runs begin: jobs that keep each other out never come to a steady state. */
  readonly unsteady: boolean;
  readonly simulated: Simulated;
}

/** Other beginnings, in seconds before the usual one. */
const EARLIER = [1, 150.5, 200, 300, 366].map((days) => days * 86400);

export function contrast(plan: Plan, catalogue: Catalogue, engine: Engine = { assess, costs }): Contrast {
  const simulated = simulate(plan, catalogue);
  const differences = [...differencesOf(plan, catalogue, engine, simulated)];
  const ends = differences.length > 0 && [...endingDifferently(engine.assess(plan, catalogue), simulated)].length > 0;
  const unsteady = ends && EARLIER.some((earlier) => !isDeepStrictEqual(steady(simulate(plan, catalogue, earlier)), steady(simulated)));
  return { differences: unsteady ? [] : differences, unsteady, simulated };
}

/** What must not depend on when runs begin. */
function steady({ scenarios, copies }: Simulated): unknown {
  return { scenarios, copies };
}

export function* differencesOf(plan: Plan, catalogue: Catalogue, engine: Engine, simulated: Simulated): Iterable<string> {
  const assessment = engine.assess(plan, catalogue);
  yield* endingDifferently(assessment, simulated);
  for (const { name, retained } of assessment.systems) yield* retainedDifferently(name, retained, simulated.lacking.get(name) ?? []);
  yield* costingDifferently(engine.costs(plan, catalogue), simulated.costs);
}

/** Differences in what must not depend on when runs begin. */
function* endingDifferently(assessment: Assessment, simulated: Simulated): Iterable<string> {
  for (const { name, scenarios, copies } of assessment.systems) {
    for (const { scenario, affected, loss, recovery } of scenarios) {
      const about = `${name} in ${scenario}`;
      const own = simulated.scenarios.find((one) => one.system === name && one.scenario === scenario);
      if (own === undefined) {
        yield `${about}: not simulated`;
        continue;
      }
      if (affected !== own.affected) yield `${about}: affected ${affected}, simulated ${own.affected}`;
      const lost = secondsOf(loss);
      if (!near(lost, own.loss)) yield `${about}: loss ${lost}, simulated ${own.loss}`;
      const recovered = secondsOf(recovery);
      if (!near(recovered, own.recovery)) yield `${about}: recovery ${recovered}, simulated ${own.recovery}`;
      if (Number.isFinite(recovered) && own.sources.length > 0 && !own.sources.includes(recovery.source ?? ''))
        yield `${about}: source ${recovery.source}, simulated ${own.sources.join(' or ')}`;
    }
    const own = simulated.copies.get(name);
    for (const part of ['storages', 'media', 'offsite', 'immutable'] as const) {
      const found = [...copies[part]].sort().join(', ');
      const wanted = [...(own?.[part] ?? [])].sort().join(', ');
      if (found !== wanted) yield `${name}: ${part} of its copies ${found || 'none'}, simulated ${wanted || 'none'}`;
    }
    if (copies.restoreVerified !== own?.restoreVerified) yield `${name}: restore verified ${copies.restoreVerified}`;
  }
  const assessed = assessment.systems.reduce((sum, { scenarios }) => sum + scenarios.length, 0);
  if (assessed !== simulated.scenarios.length) yield `the engine assessed ${assessed} of ${simulated.scenarios.length}`;
}

function* retainedDifferently(
  system: string,
  retained: SystemResult['retained'],
  lackings: readonly (Lacking | undefined)[],
): Iterable<string> {
  if (retained.length !== lackings.length) yield `${system}: ${retained.length} rules retained, simulated ${lackings.length}`;
  for (const [index, { met, lacking }] of retained.entries()) {
    const own = lackings[index];
    const same = (['from', 'to', 'at'] as const).every((part) => near(lacking?.[part] ?? 0, own?.[part] ?? 0));
    if (met !== (own === undefined) || !same)
      yield `${system}: rule ${index + 1} of what it retains lacks ${say(lacking)}, simulated ${say(own)}`;
  }
}

function* costingDifferently({ storages, total }: Costs, simulated: SimulatedCosts): Iterable<string> {
  for (const [index, key] of (['month1', 'month12', 'month36'] as const).entries()) {
    const month = `month ${(SHOWN[index] ?? 0) + 1}`;
    for (const { name, bytes, cost } of storages) {
      const own = simulated.storages.get(name);
      const held = 'value' in bytes[key] ? bytes[key].value : Number.NaN;
      const wanted = own?.bytes[index] ?? Number.NaN;
      if (!(Math.abs(held - wanted) <= wanted * MILLIONTH + KILOBYTE)) yield `${name} in ${month}: ${held} bytes, simulated ${wanted}`;
      yield* payingDifferently(`${name} in ${month}`, cost[key], own?.cost[index]);
    }
    yield* payingDifferently(`all storages in ${month}`, total[key], simulated.total[index]);
  }
  for (const { name, fullAt } of storages) {
    const own = simulated.storages.get(name)?.fullAt;
    if (!near(fullAt ?? 0, own ?? 0)) yield `${name}: full at ${fullAt}, simulated ${own}`;
  }
}

function* payingDifferently(about: string, cost: Figure, simulated: Amount | undefined): Iterable<string> {
  const amount = 'value' in cost ? cost.value : [...cost.missing].sort().join();
  const wanted = typeof simulated === 'number' ? simulated : simulated?.join();
  const same = typeof amount === 'number' && typeof wanted === 'number' ? Math.abs(amount - wanted) <= CENT : amount === wanted;
  if (!same) yield `${about}: costs ${amount}, simulated ${wanted}`;
}

function say(lacking: Lacking | undefined): string {
  if (lacking === undefined) return 'nothing';
  const iso = (instant: number): string => new Date(instant * 1000).toISOString();
  return `${iso(lacking.from)} to ${iso(lacking.to)} at ${iso(lacking.at)}`;
}

function secondsOf({ status, seconds }: { readonly status: string; readonly seconds?: number }): number {
  if (status === 'unrecoverable') return Number.POSITIVE_INFINITY;
  return status === 'known' ? (seconds ?? Number.NaN) : Number.NaN;
}

function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= SECOND;
}
