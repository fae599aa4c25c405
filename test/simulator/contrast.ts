/** Where the engine and the simulator differ about a plan. */
import { isDeepStrictEqual } from 'node:util';
import { assess } from '../../engine/assess/assess.ts';
import type { Assessment, SystemResult } from '../../engine/assess/assessment.ts';
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { Plan } from '../../engine/plan/model.ts';
import type { Lacking } from './retain.ts';
import { type Simulated, simulate } from './simulate.ts';

/** Loss and recovery may differ by a second. */
const SECOND = 1;

export interface Contrast {
  /** One sentence for each figure in which they differ. */
  readonly differences: readonly string[];
  /** They differ, but the simulator's answer depends on when runs begin: jobs that keep each other out never come to a steady state. */
  readonly unsteady: boolean;
  readonly simulated: Simulated;
}

/** Other beginnings, in seconds before the usual one. */
const EARLIER = [1, 150.5, 200, 300, 366].map((days) => days * 86400);

export function contrast(plan: Plan, catalogue: Catalogue, engine: (plan: Plan, catalogue: Catalogue) => Assessment = assess): Contrast {
  const simulated = simulate(plan, catalogue);
  const differences = [...differencesOf(plan, engine(plan, catalogue), simulated)];
  const unsteady =
    differences.length > 0 && EARLIER.some((earlier) => !isDeepStrictEqual(steady(simulate(plan, catalogue, earlier)), steady(simulated)));
  return { differences: unsteady ? [] : differences, unsteady, simulated };
}

/** What must not depend on when runs begin. */
function steady({ scenarios, copies }: Simulated): unknown {
  return { scenarios, copies };
}

export function* differencesOf(plan: Plan, assessment: Assessment, simulated: Simulated): Iterable<string> {
  for (const { name, scenarios, copies, retained } of assessment.systems) {
    yield* retainedDifferently(name, retained, simulated.lacking.get(name) ?? []);
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
  if (assessed !== plan.systems.length * plan.scenarios.length)
    yield `the engine assessed ${assessed} of ${plan.systems.length * plan.scenarios.length}`;
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
