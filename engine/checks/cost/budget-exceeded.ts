import { monthKeys } from '../../assess/bytes/months.ts';
import { sayMoney } from '../../assess/say.ts';
import { costsOf, storageNamed } from '../answers.ts';
import { keptAsChanges } from '../as-changes.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'budget-exceeded', severity: 'error' } as const;

const MOST = 3;
const names = { month1: 'month 1', month12: 'month 12', month36: 'month 36' };

export const budgetExceeded: Check = {
  ...id,
  group: 'cost',
  summary: 'The storages cost more in a month than the budget of the plan.',
  *run(context) {
    const { plan, judged } = context;
    if (plan.budget?.source.from !== 'plan' || judged.length < plan.systems.length) return;
    if (costsOf(context).met !== false) return;
    const least = keptAsChanges(context);
    const { met, budget, atLeast, currency, storages, total } = costsOf({ ...context, plan: least ?? plan });
    if (met !== false || budget === undefined) return;
    const dearest = monthKeys.reduce((most, key) => (atLeast[key] > atLeast[most] ? key : most));
    const first = monthKeys.find((key) => atLeast[key] > budget) ?? dearest;
    const parts = storages
      .flatMap(({ name, cost }) => ('value' in cost[dearest] && cost[dearest].value > 0 ? [{ name, amount: cost[dearest].value }] : []))
      .toSorted((a, b) => b.amount - a.amount);
    const largest = parts.slice(0, MOST).map(({ name, amount }) => `${name} ${sayMoney(amount, currency)}`);
    const some = 'value' in total[dearest] && least === undefined ? '' : 'at least ';
    const since = first === dearest ? '' : `, exceeded from ${names[first]} on`;
    const message = `The storages cost ${some}${sayMoney(atLeast[dearest], currency)} in ${names[dearest]}, and the budget is ${sayMoney(budget, currency)} a month${since}: ${parts.length > MOST ? 'the largest parts are ' : ''}${listed(largest)}. Keep less there, keep it in a cheaper class, or raise the budget.`;
    const related = storages.flatMap(({ name }) => {
      const part = parts.slice(0, MOST).find((each) => each.name === name);
      const place = storageNamed(context, name)?.namePlace;
      return part === undefined || place === undefined
        ? []
        : [{ place, message: `${sayMoney(part.amount, currency)} in ${names[dearest]}.` }];
    });
    yield finding(id, plan.budget.source.place, message, { related });
  },
};
