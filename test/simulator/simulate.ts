/**
 * A second answer to what the engine works out, from assessment.md alone and in the plainest way: every run is stepped through, and
 * every incident that could be the worst is tried. It may import the plan, the grammar and the catalogue, and nothing of engine/assess.
 */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { Plan, RuleForm, Span } from '../../engine/plan/model.ts';
import { copiesOf, type SimulatedCopies } from './copies.ts';
import { affects, damageOf } from './damage.ts';
import { type History, historyOf } from './history.ts';
import { worstLoss } from './loss.ts';
import { recoveries, standbyOf } from './recovery.ts';
import { WINDOW_FROM, WINDOW_TO } from './sizes.ts';
import { DAY } from './wall.ts';

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
}

/** `earlier`: seconds by which runs begin earlier than they need to, which is left open. */
export function simulate(plan: Plan, catalogue: Catalogue, earlier = 0): Simulated {
  const histories = historiesOf(plan, catalogue, earlier);
  const copies = new Map(plan.systems.map((system) => [system.name, copiesOf(plan, system, histories.get(system.name) ?? [])]));
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
    for (const { name } of plan.systems) {
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
  return { scenarios, copies };
}

function historiesOf(plan: Plan, catalogue: Catalogue, earlier: number): ReadonlyMap<string, readonly History[]> {
  const [from, to] = reach(plan);
  return new Map(
    plan.systems.map((system) => [
      system.name,
      system.blocks.map((block) => historyOf(plan, catalogue, system, block, from - earlier, to)),
    ]),
  );
}

function near(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1;
}

/** When the first run may start, and how long runs matter. */
function reach(plan: Plan): readonly [number, number] {
  const rules = plan.systems.flatMap(({ retain, blocks }) => [
    ...retain.map(({ rule }) => rule),
    ...blocks.flatMap(({ keeps }) => keeps.flatMap((keep) => keep.rules.map(({ rule }) => rule))),
  ]);
  const logs = plan.systems.flatMap(({ blocks }) =>
    blocks.flatMap(({ keepLogs }) => keepLogs.map(({ span }) => (span === 'forever' ? 0 : days(span)))),
  );
  const locks = plan.storages.map(({ immutable }) => (immutable === undefined ? 0 : days(immutable.value)));
  const longest = Math.max(0, ...rules.map(ruleDays), ...logs, ...locks);
  const detection = Math.max(0, ...plan.scenarios.map(({ detectedAfter }) => detectedAfter.value.seconds));
  return [Math.min(Date.UTC(2025, 0, 1) / 1000, WINDOW_FROM - (longest + 366) * DAY), WINDOW_TO + detection + DAY];
}

function days({ years, months, seconds }: Span): number {
  return years * 366 + months * 31 + seconds / DAY;
}

function ruleDays(rule: RuleForm): number {
  const each = { last: 1, hourly: 1 / 24, daily: 1, weekly: 7, monthly: 31, yearly: 366 };
  if (rule.rule === 'count') return rule.count * each[rule.period];
  return rule.rule === 'forever' ? 0 : days(rule.span);
}
