/** What storages hold and cost, and what a budget is worth against it. */
import { monthKeys, type PerMonth } from '../../engine/assess/bytes/months.ts';
import type { Figure } from '../../engine/assess/cost/cost.ts';
import { sayDate, sayMoney, saySize } from '../../engine/assess/say.ts';
import { listed } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import { derivationList } from './derivation.ts';
import { costsOf } from './figures.ts';

const head = ['| | month 1 (Jan 2027) | month 12 (Dec 2027) | month 36 (Dec 2029) |', '|---|---|---|---|'];

/** Markdown: size and cost of a storage, the day on which it is full, and how the cost of month 12 comes about. */
export function storageText(examination: Examination, name: string): string | undefined {
  const { storages, currency } = costsOf(examination);
  const storage = storages.find((each) => each.name === name);
  if (storage === undefined) return undefined;
  const zone = examination.plan.timezone.value;
  return [
    [...head, row('holds', storage.bytes, saySize), row('costs a month', storage.cost, (value) => sayMoney(value, currency))].join('\n'),
    ...(storage.fullAt === undefined ? [] : [`It is full on **${sayDate(storage.fullAt, 'UTC')}**.`]),
    derivationList(storage.derivation.month12, zone),
  ].join('\n\n');
}

/** Markdown: the cost of all storages against the plan's budget. */
export function budgetText(examination: Examination): string {
  const { storages, total, atLeast, currency, budget, met } = costsOf(examination);
  const say = (value: number): string => sayMoney(value, currency);
  const all = monthKeys.map((key) => ('value' in total[key] ? say(total[key].value) : `at least ${say(atLeast[key])}`));
  const limit = budget === undefined ? [] : [`| **budget a month** | ${monthKeys.map(() => say(budget)).join(' | ')} |`];
  const missing = [
    ...new Set(storages.flatMap(({ cost }) => monthKeys.flatMap((key) => ('missing' in cost[key] ? cost[key].missing : [])))),
  ];
  const needed = missing.length === 0 ? '' : ` The rest needs ${listed(missing)}.`;
  const verdict =
    met === undefined ? 'Whether the budget is kept is not known.' : met ? '✓ The budget is kept.' : '✗ The budget is not kept.';
  return [
    [...head, ...storages.map(({ name, cost }) => row(name, cost, say)), `| **all** | ${all.join(' | ')} |`, ...limit].join('\n'),
    `${verdict}${needed}`,
  ].join('\n\n');
}

function row(title: string, figures: PerMonth<Figure>, say: (value: number) => string): string {
  const cells = monthKeys.map((key) => {
    const figure = figures[key];
    return 'value' in figure ? say(figure.value) : `needs ${listed(figure.missing)}`;
  });
  return `| ${title} | ${cells.join(' | ')} |`;
}
