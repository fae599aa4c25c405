import { monthKeys } from '../../assess/bytes/months.ts';
import { costsOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { isRented } from '../rented.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'unknown-price', severity: 'info' } as const;

export const unknownPrice: Check = {
  ...id,
  group: 'cost',
  summary: 'Nobody can say whether the budget is kept: what a storage costs is not in the plan, nor in the catalogue.',
  *run(context) {
    const { plan } = context;
    if (plan.budget?.source.from !== 'plan') return;
    const { met, storages, currency } = costsOf(context);
    // Over it with what is known, the rest does not matter.
    if (met !== undefined) return;
    const exchanges = new Set<string>();
    for (const { name, cost } of storages) {
      const missing = new Set(monthKeys.flatMap((key) => ('missing' in cost[key] ? cost[key].missing : [])));
      for (const each of missing) if (each.startsWith('exchange ')) exchanges.add(each);
      const storage = plan.storages.find((each) => each.name === name);
      const prices = ['price', 'egress', 'retrieval price'].filter((word) => missing.has(`${name}.${word}`));
      if (storage === undefined || prices.length === 0 || !isRented(context, storage)) continue;
      const say = prices.includes('price') ? '`price 0.01 USD/GB/month`, or a `fee`' : '`egress 0.09 USD/GB`';
      const what = storage.class?.source.from === 'plan' ? `${storage.kind}, ${storage.class.value}` : storage.kind;
      const message = `Nothing says what \`${name}\` (${what}) costs (${listed(prices)}), so nobody can say whether the budget is kept. Add it, for example ${say}.`;
      yield finding(id, storage.namePlace, message, {
        about: name,
        related: [{ place: plan.budget.source.place, message: 'The budget that it is compared with.' }],
      });
    }
    for (const each of exchanges) {
      const [, pair = ''] = each.split(' ');
      const message = `Prices are in ${pair.split('/').at(-1)} and the budget is in ${currency}, so nobody can say whether it is kept. Say what one is worth in the other: \`exchange 0.92 ${pair}\`.`;
      yield finding(id, plan.budget.source.place, message);
    }
  },
};
