/**
 * Systems that share a budget, chosen together. What one backup adds to the cost of a plan does not depend on the others, but for the fees
 * of storages that are not had yet: so for each set of such storages the cheapest mix is the cheapest backup of each system. Of what the
 * cheapest of these mixes leaves of the budget each system in turn has what is best by the objective, as long as the cheapest of the
 * others still fits.
 */
import { monthKeys, type PerMonth, perMonth } from '../assess/bytes/months.ts';
import { costs } from '../assess/cost/cost.ts';
import { sayMoney } from '../assess/say.ts';
import { type Examination, examineAfresh } from '../examine.ts';
import type { Plan, Storage } from '../plan/model.ts';
import type { ReadText } from '../plan/project.ts';
import { type Answer, answerOf, type Design } from './design.ts';
import type { Objective } from './objectives.ts';
import { bought, formattedAfter } from './placed.ts';
import { chosen, oneByOne, type PlanDesign } from './sequence.ts';
import type { Candidate } from './tally.ts';

/** So many systems are designed at most to find which storages to buy: a walk through a hundred takes twenty seconds. */
const MOST_DESIGNED = 160;
const HALF_A_CENT = 0.005;

type Money = PerMonth<number>;

/** The designs of all within the budget; `found` with the least that they come to where no mix keeps it. */
export function withinBudget(
  examination: Examination,
  names: readonly string[],
  read: ReadText,
  objective: Objective,
  found: PlanDesign,
): PlanDesign {
  const floors = setsOfStorages(examination, names).map((storages) => floorOf(examination, names, read, storages));
  const [floor] = floors.toSorted((a, b) => lacking(a) - lacking(b) || a.cost.month12 - b.cost.month12);
  const { budget } = costs(examination.plan, examination.catalogue);
  if (floor === undefined || budget === undefined) return found;
  const dearest = monthKeys.reduce((most, key) => (floor.cost[key] > floor.cost[most] ? key : most));
  if (floor.cost[dearest] > budget + HALF_A_CENT)
    return { ...found, designs: found.designs.map((each) => tooDear(each, floor, dearest, budget)) };
  const better = oneByOne(floor.start, names, floor.texts, [objective], (name, before) => ({
    asIs: true,
    most: leftFor(name, floor, before, budget),
  }));
  return replayed(examination, names, read, objective, [better, floor]) ?? replayed(examination, names, read, objective, [floor]) ?? found;
}

/** A mix with each system as cheap as it can be. */
interface Floor extends PlanDesign {
  /** The plan that it began from, with some more storages, and where the budget is not asked for. */
  readonly start: Examination;
  readonly texts: ReadText;
  /** Of the whole plan. */
  readonly cost: Money;
  /** Of the plan without the systems that are designed. */
  readonly base: Money;
}

function floorOf(examination: Examination, names: readonly string[], read: ReadText, storages: readonly Storage[]): Floor {
  const { project, catalogue, terms } = examination;
  const texts = formattedAfter(
    storages.flatMap((each) => bought(examination, each)),
    read,
  );
  const severity = new Map([...terms.severity, ['budget-exceeded', 'off'] as const]);
  const start = examineAfresh(project.root.path, texts, catalogue, { ...terms, severity });
  const mix = oneByOne(start, names, texts, ['cost'], () => ({ frugal: true, asIs: true }));
  const base = costs(without(start.plan, names), catalogue).atLeast;
  return { ...mix, start, texts, base, cost: costs(mix.after.plan, catalogue).atLeast };
}

function without(plan: Plan, names: readonly string[]): Plan {
  return { ...plan, systems: plan.systems.map((system) => (names.includes(system.name) ? { ...system, blocks: [] } : system)) };
}

function lacking({ designs }: PlanDesign): number {
  return designs.filter((design) => chosen(design) === undefined).length;
}

/** Sets of the storages that are not had yet, the smallest first. */
function setsOfStorages({ plan }: Examination, names: readonly string[]): readonly (readonly Storage[])[] {
  const sets: (readonly Storage[])[] = [[]];
  for (const storage of plan.storages.filter(({ optional }) => optional))
    for (const set of sets.slice(0, MOST_DESIGNED)) sets.push([...set, storage]);
  const most = Math.max(1, Math.floor(MOST_DESIGNED / names.length));
  return sets.toSorted((a, b) => a.length - b.length).slice(0, most);
}

/** What the budget leaves for a system, with what is chosen already, and the cheapest of those that come after it. */
function leftFor(name: string, floor: Floor, before: readonly Design[], budget: number): Money {
  const prices = floor.designs.flatMap((least) => {
    if (least.system === name) return [];
    const design = before.find(({ system }) => system === least.system);
    return ((design && chosen(design)) ?? chosen(least))?.price ?? [];
  });
  return perMonth((key) => budget - floor.base[key] - prices.reduce((sum, price) => sum + price[key], 0));
}

/** The choices put into the plan as it is, each examined with the budget: those of the first design that has one. Undefined where one does not hold. */
function replayed(
  examination: Examination,
  names: readonly string[],
  read: ReadText,
  objective: Objective,
  choices: readonly PlanDesign[],
): PlanDesign | undefined {
  let [current, texts] = [examination, read];
  const designs: Design[] = [];
  for (const name of names) {
    const found = choices.flatMap(({ designs: all }) => all.filter(({ system }) => system === name));
    const design = found.find((each) => chosen(each) !== undefined) ?? found[0];
    const system = current.plan.systems.find((each) => each.name === name);
    if (design === undefined || system === undefined) continue;
    const candidate = chosen(design)?.candidate;
    if (candidate === undefined) {
      designs.push(design);
      continue;
    }
    const answer = answerOf(current, system, texts, inPlan(candidate, current.plan));
    if (!('block' in answer)) return undefined;
    designs.push({ system: name, status: 'designed', answers: [{ ...answer, best: [objective], price: added(answer, current, name) }] });
    texts = formattedAfter(answer.edits, texts);
    current = answer.after;
  }
  return { designs, read: texts, after: current };
}

/** With the storages as a plan has them: one that is not had yet is bought with its first backup. */
function inPlan(candidate: Candidate, { storages }: Plan): Candidate {
  const { draft } = candidate;
  const own = (storage: Storage): Storage => storages.find(({ name }) => name === storage.name) ?? storage;
  return { ...candidate, draft: { ...draft, primary: own(draft.primary), copies: draft.copies.map(own) } };
}

/** What a backup adds to what the plan costs, with the fee of a storage that is bought for it. */
function added({ after, price }: Answer, { plan, catalogue }: Examination, name: string): Answer['price'] {
  const [is, was] = [after.plan, without(plan, [name])].map((each) => costs(each, catalogue).atLeast);
  return { ...price, ...perMonth((key) => (is?.[key] ?? 0) - (was?.[key] ?? 0)) };
}

function tooDear(design: Design, { cost, after }: Floor, month: keyof Money, budget: number): Design {
  if (design.status !== 'infeasible' || !design.overBudget) return design;
  const { currency } = costs(after.plan, after.catalogue);
  const least = `The cheapest of all systems together comes to ${sayMoney(cost[month], currency)} in ${months[month]}, and the budget is ${sayMoney(budget, currency)}.`;
  return { ...design, because: least };
}

const months = { month1: 'month 1', month12: 'month 12', month36: 'month 36' };
