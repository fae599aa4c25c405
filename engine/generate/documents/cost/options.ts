/** Changes of the plan that would cost less: those that were assessed and break nothing, and those that do, with what they break. */
import { monthKeys } from '../../../assess/bytes/months.ts';
import { type Costs, costs } from '../../../assess/cost/cost.ts';
import { restoreCosts } from '../../../assess/cost/restore-costs.ts';
import { reachOf } from '../../../assess/retention/reach.ts';
import { sayMoney } from '../../../assess/say.ts';
import { costsOf } from '../../../checks/answers.ts';
import type { Plan, System } from '../../../plan/model.ts';
import { changesOf } from '../effects.ts';
import { message, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { far } from '../retention/reach.ts';
import { lineOf, type Source } from '../source.ts';
import { type Variant, variant } from '../variant.ts';
import { type Candidate, candidates } from './candidates.ts';
import { MONTHS } from './figures.ts';
import { brokenBy } from './judge.ts';

/** How many of each are told, and how many are assessed for them. */
const TOLD = 5;
const JUDGED = 8;
/** What saves less than this share of all is not worth a line. */
const LEAST = 0.005;

interface Option extends Candidate {
  readonly changed: Variant;
  /** In the months that are shown, a month. */
  readonly saves: readonly number[];
}

export function optionTables(source: Source): string {
  const { currency } = costsOf(source);
  const options = savingMost(source);
  const judged = options.slice(0, JUDGED).map((option) => ({ option, broken: brokenBy(source, option.changed) }));
  const holding = judged.filter(({ broken }, index) => broken.length === 0 && !saidBefore(judged, index)).slice(0, TOLD);
  const rejected = judged.filter(({ broken }) => broken.length > 0).slice(0, TOLD);
  const say = (amount: number): string => sayMoney(amount, currency);
  if (judged.length === 0) return 'No cheaper class, shorter rule or rarer full saves anything worth a line.';
  return [
    'Each of these was written into the plan and assessed anew. They are told one by one: two together may break what each alone does not. How safely a provider keeps what lies in a class is not in the figures: read its terms before you change one.',
    holding.length === 0
      ? 'None holds: every change that would save something breaks a promise.'
      : table(
          ['Change', 'Where', ...MONTHS.map((month) => `Saves in ${month}`), 'What else changes'],
          holding.map(({ option }) => [
            message(option.words),
            lineOf(source, option.place),
            ...option.saves.map(say),
            sideEffects(source, option),
          ]),
        ),
    ...(rejected.length === 0
      ? []
      : [
          'Rejected, since they break something:',
          table(
            ['Change', 'Where', `Would save in ${MONTHS[1]}`, 'What it breaks'],
            rejected.map(({ option, broken }) => [
              message(option.words),
              lineOf(source, option.place),
              say(option.saves[1] ?? 0),
              reasons(broken),
            ]),
          ),
        ]),
  ].join('\n\n');
}

/** Whether an option that changes the same words, and takes away less, saves as much. */
function saidBefore(judged: readonly { readonly option: Option; readonly broken: readonly string[] }[], index: number): boolean {
  const one = judged[index]?.option;
  return judged
    .slice(0, index)
    .some(({ option, broken }) => broken.length === 0 && option.place === one?.place && areSame(option.saves, one?.saves ?? []));
}

function areSame(saves: readonly number[], others: readonly number[]): boolean {
  return saves.every((amount, index) => Math.abs(amount - (others[index] ?? 0)) < 0.005);
}

/** The options by what they save in a year from now, most first. */
function savingMost(source: Source): readonly Option[] {
  const before = costsOf(source);
  if (monthKeys.every((key) => before.atLeast[key] === 0)) return [];
  const least = before.atLeast.month12 * LEAST;
  return candidates(source)
    .flatMap((candidate): Option[] => {
      const changed = variant(source, candidate.edits);
      const after = costs(changed.plan, source.catalogue);
      if (!areComparable(before, after)) return [];
      const saves = monthKeys.map((key) => before.atLeast[key] - after.atLeast[key]);
      return (saves[1] ?? 0) > Math.max(least, 0.01) ? [{ ...candidate, changed, saves }] : [];
    })
    .toSorted((one, other) => (other.saves[1] ?? 0) - (one.saves[1] ?? 0));
}

/** The same storages have a cost. */
function areComparable(before: Costs, after: Costs): boolean {
  return before.storages.every(({ name, cost }, index) => {
    const other = after.storages[index];
    return other?.name === name && monthKeys.every((key) => 'value' in cost[key] === 'value' in other.cost[key]);
  });
}

/** Figures that change and stay within what is promised, and what a restore costs then. */
function sideEffects(source: Source, { changed }: Option): string {
  const after = changed.assessment();
  const figures = source.plan.systems.flatMap(({ name }) =>
    changesOf(source.assessment, after, name).map((change) => `${plain(name)}: ${change}`),
  );
  const [had, has] = [dearest(source, source), dearest(source, { plan: changed.plan, assessment: after })];
  const restore =
    had === undefined || has === undefined || Math.abs(had.amount - has.amount) < 0.005
      ? []
      : [`the dearest restore costs ${sayMoney(has.amount, has.currency)} instead of ${sayMoney(had.amount, had.currency)}`];
  return [...figures, ...reaches(source, changed), ...restore].join('; ') || 'no figure';
}

/** How far back each system can be restored at worst, from the storage that reaches furthest, where that changes. */
function reaches({ plan, catalogue }: Source, changed: Variant): readonly string[] {
  const furthest = (of: Plan, system: System | undefined): number =>
    Math.max(0, ...(system === undefined ? [] : reachOf(of, system, catalogue)).map(({ seconds }) => seconds));
  return plan.systems.flatMap((system) => {
    const other = changed.plan.systems.find(({ name }) => name === system.name);
    const [had, has] = [furthest(plan, system), furthest(changed.plan, other)];
    return had === has ? [] : [`${plain(system.name)}: reaches back ${far(has)} instead of ${far(had)}`];
  });
}

function dearest(
  { catalogue }: Source,
  { plan, assessment }: Pick<Source, 'plan' | 'assessment'>,
): { amount: number; currency: string } | undefined {
  const { totals, currency } = restoreCosts(plan, assessment, catalogue);
  const amounts = totals.flatMap(({ cost }) => ('value' in cost.month12 ? [cost.month12.value] : []));
  return amounts.length === 0 ? undefined : { amount: Math.max(...amounts), currency };
}

/** A person reads one reason; the others are counted. */
function reasons([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}
