/** What the storages of a plan cost in each of 36 months. */
import { costByMonth } from '../../../assess/cost/cost.ts';
import { sayMoney } from '../../../assess/say.ts';
import { cell, type PictureSource, type Table } from '../picture.ts';

export interface CostModel {
  /** ISO 4217 code of every amount. */
  readonly currency: string;
  /** A month. */
  readonly budget?: number;
  readonly storages: readonly CostRow[];
  /** What is known, together, by month. */
  readonly totals: readonly number[];
}

export interface CostRow {
  readonly name: string;
  /** From January 2027 on; undefined where the cost is not known. */
  readonly months: readonly (number | undefined)[];
  /** What the cost would need: `nas.price`. */
  readonly missing: readonly string[];
}

export function costModel({ plan, catalogue }: PictureSource): CostModel {
  const { currency, budget, storages: found } = costByMonth(plan, catalogue);
  const storages = found.map(
    ({ name, months }): CostRow => ({
      name,
      months: months.map((figure) => ('value' in figure ? figure.value : undefined)),
      missing: [...new Set(months.flatMap((figure) => ('missing' in figure ? figure.missing : [])))],
    }),
  );
  const totals = (found[0]?.months ?? []).map((_, month) => storages.reduce((sum, { months }) => sum + (months[month] ?? 0), 0));
  return { currency, budget, storages, totals };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `Jan 2027` for 0. */
export function monthName(month: number): string {
  return `${MONTHS[month % 12]} ${2027 + Math.floor(month / 12)}`;
}

export function costTable({ currency, budget, storages, totals }: CostModel): Table {
  const whole = storages.every(({ missing }) => missing.length === 0);
  const verdict = (total: number, most: number): string => (total > most ? 'not kept' : whole ? 'kept' : 'not known');
  return {
    head: ['Month', ...storages.map(({ name }) => name), whole ? 'Together' : 'At least', 'Budget'],
    rows: totals.map((total, month) => [
      cell(monthName(month)),
      ...storages.map(({ months, missing }) => {
        const amount = months[month];
        return amount === undefined ? cell(`needs ${missing.join(', ')}`) : cell(sayMoney(amount, currency), amount);
      }),
      cell(sayMoney(total, currency), total),
      budget === undefined ? cell('none') : cell(`${sayMoney(budget, currency)}, ${verdict(total, budget)}`, budget),
    ]),
  };
}
