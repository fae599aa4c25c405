/**
 * A second answer to what the engine works out, from assessment.md alone and in the plainest way: every run is stepped through, and
 * every incident that could be the worst is tried. It may import the plan, the grammar and the catalogue, and nothing of engine/assess.
 */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { beginOf } from './begin.ts';
import { copiesOf, type SimulatedCopies } from './copies.ts';
import { costsOf, type SimulatedCosts } from './cost.ts';
import { affects, damageOf } from './damage.ts';
import { type History, historyOf } from './history.ts';
import { worstLoss } from './loss.ts';
import { recoveries, standbyOf } from './recovery.ts';
import { type Lacking, lackingsOf } from './retain.ts';
import { HORIZON } from './sizes.ts';

export interface SimulatedScenario {
  readonly system: string;
  readonly scenario: string;
  readonly affected: boolean;
  /** Seconds; infinite: unrecoverable. */
  readonly loss: number;
  readonly recovery: number;
  /** Storages that recovery may read: the first, and those that tie with it. */
  readonly sources: readonly string[];
}

export interface Simulated {
  readonly scenarios: readonly SimulatedScenario[];
  readonly copies: ReadonlyMap<string, SimulatedCopies>;
  /** For each `retain` rule of a system what it lacks; undefined: it is met. */
  readonly lacking: ReadonlyMap<string, readonly (Lacking | undefined)[]>;
  readonly costs: SimulatedCosts;
}

/** `earlier`: seconds by which runs begin earlier. How early they begin must not matter to scenarios and copies. */
export function simulate(plan: Plan, catalogue: Catalogue, earlier = 0): Simulated {
  const histories = historiesOf(plan, catalogue, earlier);
  const copies = new Map(plan.systems.map((system) => [system.name, copiesOf(plan, system, histories.get(system.name) ?? [])]));
  const lacking = new Map(plan.systems.map((system) => [system.name, lackingsOf(plan, system, histories.get(system.name) ?? [])]));
  const scenarios: SimulatedScenario[] = [];
  for (const scenario of plan.scenarios) {
    const damage = damageOf(plan, scenario);
    const losses = new Map<string, number>();
    for (const system of plan.systems) {
      const standby = standbyOf(system, damage);
      const unharmed = !affects(damage, system.name) || system.exempt !== undefined || system.kind === 'application';
      const loss = unharmed ? 0 : (standby?.lag.value ?? worstLoss(plan, histories.get(system.name) ?? [], damage));
      losses.set(system.name, loss);
    }
    const finishes = recoveries(plan, catalogue, scenario, damage, histories, losses);
    for (const { name, exempt } of plan.systems) {
      if (exempt !== undefined) continue;
      const sources = finishes.get(name)?.sources ?? [];
      const best = sources[0];
      const tied = sources.filter(({ loss, alone }) => best !== undefined && near(loss, best.loss) && near(alone, best.alone));
      scenarios.push({
        system: name,
        scenario: scenario.name,
        affected: affects(damage, name),
        loss: losses.get(name) ?? Number.NaN,
        recovery: finishes.get(name)?.seconds ?? Number.NaN,
        sources: tied.map(({ storage }) => storage),
      });
    }
  }
  return { scenarios, copies, lacking, costs: costsOf(plan, catalogue, histories) };
}

function historiesOf(plan: Plan, catalogue: Catalogue, earlier: number): ReadonlyMap<string, readonly History[]> {
  return new Map(
    plan.systems.map((system) => [
      system.name,
      system.blocks.map((block) => historyOf(plan, catalogue, system, block, beginOf(plan, system, block) - earlier, HORIZON)),
    ]),
  );
}

function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1;
}
