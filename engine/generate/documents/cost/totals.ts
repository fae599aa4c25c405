import { monthKeys } from '../../../assess/bytes/months.ts';
import { sayMoney } from '../../../assess/say.ts';
import { costsOf } from '../../../checks/answers.ts';
import { derivationList } from '../derivation.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source } from '../source.ts';
import { size } from '../words.ts';
import { cells, MONTHS } from './figures.ts';

const LONG_RUN =
  'A month is one of a plan that has run for long: restore points have gathered for as long as they are kept, so the first bills are lower. ' +
  'Restore tests take turns among the storages of a backup, and a test that reads from another site costs egress in its month.';

/** A month of each storage, all together, and the budget. */
export function totals(source: Source): string {
  const { plan } = source;
  const { storages, total, atLeast, currency, budget } = costsOf(source);
  const say = (amount: number): string => sayMoney(amount, currency);
  if (storages.length === 0) return 'The plan names no storage, so nothing costs anything.';
  const together = monthKeys.map((key) => ('value' in total[key] ? say(total[key].value) : `at least ${say(atLeast[key])}`));
  const rows = [
    ...storages.map(({ name, cost }) => [plain(name), ...cells(cost, say)]),
    ['**Together**', ...together.map((amount) => `**${amount}**`)],
    ...(budget === undefined ? [] : [['Budget', ...monthKeys.map(() => say(budget))]]),
  ];
  return [
    verdict(source),
    LONG_RUN,
    table(['Storage', ...MONTHS.map((month) => `${month}, a month`)], rows),
    ...perSize(
      source,
      plan.systems.map(({ size }) => size?.value),
    ),
  ].join('\n\n');
}

function verdict(source: Source): string {
  const { plan } = source;
  const { budget, met, currency, atLeast, total } = costsOf(source);
  if (budget === undefined)
    return plan.budget === undefined
      ? `The plan sets no budget; add ${code('budget 500 USD/month')} to hold the costs against one.`
      : `The budget is in ${plan.budget.value.currency}, which nothing converts to ${currency}; add ${code(`exchange 1.1 ${currency}/${plan.budget.value.currency}`)}.`;
  const said = `the budget of ${sayMoney(budget, currency)} a month${plan.budget?.source.from === 'plan' ? ` (${lineOf(source, plan.budget.source.place)})` : ''}`;
  if (met === undefined) return `Whether the storages keep to ${said} nobody can say until the prices below are known.`;
  if (met) return `**The storages keep to ${said}.**`;
  const first = monthKeys.findIndex((key) => atLeast[key] > budget);
  const over = monthKeys.map((key) => ('value' in total[key] ? total[key].value : atLeast[key]) - budget);
  return `**The storages do not keep to ${said}**: in ${MONTHS[first]} they cost ${sayMoney(over[first] ?? 0, currency)} more.`;
}

function perSize(source: Source, sizes: readonly (number | undefined)[]): readonly string[] {
  const { total, currency } = costsOf(source);
  const known = sizes.flatMap((each) => each ?? []);
  const bytes = known.reduce((sum, each) => sum + each, 0);
  if ('missing' in total.month1 || bytes === 0) return [];
  return [
    `The systems hold ${size(bytes)}: that makes ${sayMoney(total.month1.value / (bytes / 1e12), currency)} a month for each TB of theirs.`,
  ];
}

/** The bill of each storage in each month that is shown, item by item. */
export function billLists(source: Source): string {
  const { storages } = costsOf(source);
  const billed = storages.filter(({ cost }) => monthKeys.some((key) => 'value' in cost[key] && cost[key].value > 0));
  if (billed.length === 0) return 'No storage costs anything that the plan or the catalogue knows of.';
  return billed
    .map(({ name, derivation }) => `### ${plain(name)}\n\n${monthKeys.map((key) => derivationList(source, derivation[key])).join('\n')}`)
    .join('\n\n');
}
