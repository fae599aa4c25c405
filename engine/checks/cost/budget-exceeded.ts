import { monthKeys } from '../../assess/bytes/months.ts';
import { sayMoney } from '../../assess/say.ts';
import { costsOf, storageNamed } from '../answers.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { ifWhole, leastCosts, unclearTools } from './managed-fulls.ts';

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
    const whole = costsOf(context);
    if (whole.met !== false || whole.budget === undefined) return;
    const tools = unclearTools(plan);
    const least = tools.length === 0 ? whole : leastCosts(context);
    const { budget, currency } = whole;
    const isSure = least.met === false;
    const { atLeast, storages, total } = isSure ? least : whole;
    const dearest = monthKeys.reduce((most, key) => (atLeast[key] > atLeast[most] ? key : most));
    const first = monthKeys.find((key) => atLeast[key] > budget) ?? dearest;
    const parts = storages
      .flatMap(({ name, cost }) => ('value' in cost[dearest] && cost[dearest].value > 0 ? [{ name, amount: cost[dearest].value }] : []))
      .toSorted((a, b) => b.amount - a.amount);
    const largest = parts.slice(0, MOST).map(({ name, amount }) => `${name} ${sayMoney(amount, currency)}`);
    const some = 'value' in total[dearest] && tools.length === 0 ? '' : 'at least ';
    const since = first === dearest ? '' : `, exceeded from ${names[first]} on`;
    const enough = least.atLeast[dearest];
    const only = isSure ? '' : ` ${ifWhole(tools)}, and at least ${sayMoney(enough, currency)} with only what has changed`;
    const ways = isSure
      ? 'Keep less there, keep it in a cheaper class, or raise the budget.'
      : 'Say `incremental` for the jobs that store only what has changed, or keep less there.';
    const message = `The storages cost ${some}${sayMoney(atLeast[dearest], currency)} in ${names[dearest]}${only}, and the budget is ${sayMoney(budget, currency)} a month${since}: ${parts.length > MOST ? 'the largest parts are ' : ''}${listed(largest)}. ${ways}`;
    const related = storages.flatMap(({ name }) => {
      const part = parts.slice(0, MOST).find((each) => each.name === name);
      const place = storageNamed(context, name)?.namePlace;
      return part === undefined || place === undefined
        ? []
        : [{ place, message: `${sayMoney(part.amount, currency)} in ${names[dearest]}.` }];
    });
    yield finding(id, plan.budget.source.place, message, { severity: isSure ? id.severity : 'info', related });
  },
};
