import type { Money, Plan } from '../../plan/model.ts';

/** An amount in another currency, by the plan's `exchange` in either direction; else what is missing for it: `exchange EUR/USD`. */
export function converted({ amount, currency }: Money, to: string, exchange: Plan['exchange']): number | { readonly missing: string } {
  if (currency === to) return amount;
  for (const rate of exchange) {
    if (rate.from === currency && rate.to === to) return amount * rate.factor;
    if (rate.from === to && rate.to === currency && rate.factor > 0) return amount / rate.factor;
  }
  return { missing: `exchange ${to}/${currency}` };
}
