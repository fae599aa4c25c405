/** What makes another plan equivalent, and what a plan costs with its restore tests. */
import { assess } from '../../assess/assess.ts';
import type { ScenarioResult, SystemResult } from '../../assess/assessment.ts';
import { type MonthShare, monthSharesOf } from '../../assess/bytes/bytes.ts';
import { monthsShown } from '../../assess/bytes/months.ts';
import { costIn, currencyOf } from '../../assess/cost/cost.ts';
import { once } from '../../assess/memory.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { loadProject } from '../../plan/load.ts';
import type { Plan, System } from '../../plan/model.ts';
import { indexNames } from '../../plan/names.ts';
import { resolvePlan } from '../../plan/resolve.ts';
import { isOpen } from '../as-changes.ts';
import type { OtherChecks, Subject } from '../check.ts';
import { withEdits } from '../edits.ts';
import type { Finding, TextEdit } from '../finding.ts';
import { testedForAYear } from './tested.ts';

export const id = { code: 'cheaper-equivalent', severity: 'info' } as const;

/** Less than this a month, or than this part of what is paid, is not worth the change. */
const LITTLE = { amount: 25, part: 0.25 };

/** Whether a sum a month is not worth a change, of what is paid now. */
export function isLittle(saves: number, paid: number): boolean {
  return saves < LITTLE.amount || saves < paid * LITTLE.part;
}

/** Whether all that is asked of a system is given: what fails needs more than a cheaper way. */
export function holds({ scenarios, retained }: SystemResult): boolean {
  return scenarios.every(({ loss, recovery }) => loss.met !== false && recovery.met !== false) && retained.every(({ met }) => met);
}

/**
 * What each storage costs in month 12, with a twelfth of what its restore tests cost in a year, in the plan's currency; those of which nobody
 * can say are left out.
 */
export function monthly(plan: Plan, catalogue: Catalogue): ReadonlyMap<string, number> {
  const currency = currencyOf(plan);
  const known = costIn(untested(plan), catalogue, monthsShown.month12).flatMap(({ name, cost }): [string, number][] => {
    const storage = plan.storages.find((each) => each.name === name);
    const tests = storage && testedForAYear(plan, storage, currency, catalogue);
    return 'missing' in cost || tests === undefined ? [] : [[name, cost.value + tests / 12]];
  });
  return new Map(known);
}

/** Blocks are remembered with their storages and verifications, so they are new ones. */
function untested(plan: Plan): Plan {
  return {
    ...plan,
    systems: plan.systems.map((system) => ({ ...system, blocks: system.blocks.map((block) => ({ ...block, verifies: [] })) })),
  };
}

/** Whether a system says what has to be kept of it, and somebody can say how much room its points take. */
export function isOpenToChange({ retain, blocks }: System): boolean {
  return retain.length > 0 && !blocks.some(isOpen);
}

/** Another way to say a part of the plan. */
export interface Other {
  readonly edits: readonly TextEdit[];
}

export interface Saving<T extends Other> {
  readonly other: T;
  readonly after: Subject;
  /** A month, in the plan's currency, of the storages that some systems write to. */
  readonly paid: number;
  readonly pays: number;
}

/** Finds other ways that keep every promise: the targets, `retain`, and all that the other checks hold a plan against. */
export class Equivalents {
  private readonly before: Subject;
  private readonly others: OtherChecks;
  private readonly had: () => ReadonlyMap<string, number> | undefined;
  private readonly costs: () => ReadonlyMap<string, number>;
  private readonly paid: () => number;
  private readonly shares: () => readonly MonthShare[];

  constructor(before: Subject, others: OtherChecks) {
    this.before = before;
    this.others = others;
    this.had = once(() => counted(others(before)));
    this.costs = once(() => monthly(before.plan, before.catalogue));
    this.paid = once(() => sumOf(this.costs()));
    this.shares = once(() => monthSharesOf(before.plan, before.catalogue, monthsShown.month12));
  }

  /** Of some ways the one that saves most and keeps every promise; at most so many are proved. */
  best<T extends Other>(systems: readonly System[], ways: readonly T[], most: number): Saving<T> | undefined {
    const paid = this.spentOn(systems);
    if (isLittle(paid, paid)) return undefined;
    return ways
      .flatMap((other): Saving<T>[] => {
        const after = this.changed(other.edits);
        const saves = this.paid() - sumOf(monthly(after.plan, after.catalogue));
        return isLittle(saves, paid) ? [] : [{ other, after, paid, pays: paid - saves }];
      })
      .toSorted((a, b) => a.pays - b.pays)
      .slice(0, most)
      .find(({ after }) => this.isProved(after));
  }

  /** The part of what storages cost that falls to some systems, by what they have there. */
  private spentOn(systems: readonly System[]): number {
    let sum = 0;
    for (const [name, cost] of this.costs()) {
      const shares = this.shares().filter(({ storage }) => storage.name === name);
      const bytes = (some: readonly MonthShare[]): number => some.reduce((total, { mean }) => total + mean.lying, 0);
      const all = bytes(shares);
      if (all > 0) sum += (cost * bytes(shares.filter(({ system }) => systems.includes(system)))) / all;
    }
    return sum;
  }

  private changed(edits: readonly TextEdit[]): Subject {
    const { project, catalogue, terms } = this.before;
    const edited = withEdits(edits, (path) => project.files.find((each) => each.path === path)?.text);
    const after = loadProject(project.root.path, edited);
    const names = indexNames(after);
    const plan = resolvePlan(after, catalogue, names);
    const assessment = once(() => assess(plan, catalogue));
    return {
      project: after,
      names,
      plan,
      catalogue,
      terms,
      get assessment() {
        return assessment();
      },
    };
  }

  private isProved(after: Subject): boolean {
    const { systems } = this.before.assessment;
    const isKept = after.assessment.systems.every((each, index) => {
      const was = systems[index];
      return was !== undefined && holds(each) && each.scenarios.every((now, at) => isNoWorse(was.scenarios[at], now));
    });
    if (!isKept) return false;
    const had = this.had();
    const has = counted(this.others(after));
    return had !== undefined && has !== undefined && [...has].every(([key, count]) => count <= (had.get(key) ?? 0));
  }
}

/** Where no target says what would be too much, nothing gets worse. */
function isNoWorse(was: ScenarioResult | undefined, now: ScenarioResult): boolean {
  if (was === undefined) return false;
  return (['loss', 'recovery'] as const).every((what) => {
    const [before, after] = [was[what], now[what]];
    if (after.status !== before.status) return false;
    return after.target !== undefined || (after.seconds ?? 0) <= (before.seconds ?? 0) + 1;
  });
}

/** How often each code is found about each: figures in messages may change. */
function counted(findings: readonly Finding[] | undefined): ReadonlyMap<string, number> | undefined {
  if (findings === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const { code, about = '' } of findings) counts.set(`${code} ${about}`, (counts.get(`${code} ${about}`) ?? 0) + 1);
  return counts;
}

function sumOf(costs: ReadonlyMap<string, number>): number {
  return [...costs.values()].reduce((sum, cost) => sum + cost, 0);
}
