import { priceAs } from '../../plan/written-as.ts';
import { costsOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'stale-prices', severity: 'info' } as const;

const MONTH = 30.44 * 86400;
/** Seconds after which list prices are looked up again. */
const OLD = 18 * MONTH;
const MOST = 3;

export const stalePrices: Check = {
  ...id,
  group: 'cost',
  summary: 'The budget is compared with list prices of long ago.',
  *run(context) {
    const { plan, catalogue, terms } = context;
    if (terms.today === undefined || plan.budget?.source.from !== 'plan') return;
    const age = (Date.parse(terms.today) - Date.parse(catalogue.pricesOf)) / 1000;
    if (!(age > OLD)) return;
    const billed = new Set(
      costsOf(context).storages.flatMap(({ name, bytes }) => ('value' in bytes.month12 && bytes.month12.value > 0 ? [name] : [])),
    );
    const old = plan.storages.filter(({ name, price }) => price?.source.from === 'default' && billed.has(name));
    if (old.length === 0) return;
    const prices = old
      .slice(0, MOST)
      .flatMap(({ name, price }) => (price === undefined ? [] : [`${name} ${priceAs(price.value)} a month`]));
    const message = `The budget is compared with list prices of ${catalogue.pricesOf}, ${Math.floor(age / MONTH)} months ago: ${listed(prices)}. Say what you pay (\`price\`), or put newer ones and their date into \`backupplan.catalog.yaml\` (\`pricesOf\`).`;
    yield finding(id, plan.budget.source.place, message, {
      related: old.slice(0, MOST).map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` is billed by the catalogue.` })),
    });
  },
};
