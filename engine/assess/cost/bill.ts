import type { Money, Plan, Storage } from '../../plan/model.ts';
import type { Assumption, Derivation } from '../assessment.ts';
import { assumed } from '../rests-on.ts';
import { converted } from './money.ts';

/** What a storage costs in a month, item by item, in one currency. */
export class Bill {
  sum = 0;
  readonly parts: Derivation[] = [];
  readonly missing = new Set<string>();
  readonly assumptions: Assumption[] = [];
  private readonly storage: Storage;
  private readonly currency: string;
  private readonly exchange: Plan['exchange'];

  constructor(storage: Storage, currency: string, exchange: Plan['exchange']) {
    this.storage = storage;
    this.currency = currency;
    this.exchange = exchange;
  }

  add(amount: Money, derivation: Derivation): void {
    const inCurrency = amount.amount === 0 ? 0 : converted(amount, this.currency, this.exchange);
    if (typeof inCurrency !== 'number') {
      this.missing.add(inCurrency.missing);
      return;
    }
    this.sum += inCurrency;
    this.parts.push({ ...derivation, ...money(inCurrency, this.currency) });
  }

  /** Bytes at a price per byte. Nothing costs nothing, whatever the price. `of` names the statement that gives it. */
  byTheByte(bytes: number, price: Storage['price'], of: string, per: string, derivation: Derivation): void {
    if (bytes < 0.5) return;
    if (price === undefined) {
      this.missing.add(`${this.storage.name}.${of}`);
      return;
    }
    const { amount, currency } = price.value;
    const each: Derivation = { label: `at ${Number((amount * 1e9).toPrecision(12))} ${currency}/GB ${per}`, ...assumed(price) };
    this.add(
      { amount: bytes * amount, currency },
      { ...derivation, parts: [...(derivation.parts ?? []), ...(amount === 0 ? [] : [each])] },
    );
  }
}

export function money(value: number, currency: string): Pick<Derivation, 'value' | 'unit' | 'currency'> {
  return { value, unit: 'money', currency };
}
