/** What the copies cost, month by month, beside the budget. */
import { sayMoney } from '../../../assess/say.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawCost } from './draw.ts';
import { type CostModel, costModel, costTable, monthName } from './model.ts';

/** Undefined for a plan without storages. */
export function costPicture(source: PictureSource): Picture | undefined {
  const model = costModel(source);
  if (model.storages.length === 0) return undefined;
  const about = { kind: 'cost', name: 'cost', title: `${source.plan.title}: what the copies cost`, description: described(model) } as const;
  return {
    ...about,
    table: costTable(model),
    draw: (style) =>
      framed(about, 'Storage, fees, and what restore tests read, in each month of three years', style, drawCost(idOf(about), model)),
  };
}

function described({ currency, budget, totals, storages }: CostModel): string {
  const [first = 0, last = 0] = [totals[0], totals.at(-1)];
  const lacking = storages.filter(({ missing }) => missing.length > 0).map(({ name }) => name);
  const over = budget === undefined ? undefined : totals.findIndex((total) => total > budget);
  const sentences = [
    `A bar chart of the cost of ${storages.length} ${storages.length === 1 ? 'storage' : 'storages'} over 36 months: ${sayMoney(first, currency)} in January 2027, ${sayMoney(last, currency)} in December 2029.`,
    ...(over === undefined
      ? []
      : [
          over < 0
            ? `${lacking.length === 0 ? 'Every month keeps' : 'Nobody can say whether every month keeps'} to the budget of ${sayMoney(budget ?? 0, currency)}.`
            : `From ${monthName(over)} on it is over the budget of ${sayMoney(budget ?? 0, currency)}.`,
        ]),
    ...(lacking.length === 0 ? [] : [`The cost of ${lacking.join(', ')} is not known and not in the sum.`]),
  ];
  return sentences.join(' ');
}
