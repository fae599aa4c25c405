/** What a plan's storages hold and cost in the months that are shown (assessment §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Plan, type Storage, spanSeconds } from '../../plan/model.ts';
import type { Assumption, Derivation } from '../assessment.ts';
import { type MonthShare, monthSharesOf, type Share, sharesOf } from '../bytes/bytes.ts';
import { Days } from '../bytes/days.ts';
import { Level } from '../bytes/level.ts';
import { laterMonths, monthKeys, type PerMonth, perMonth } from '../bytes/months.ts';
import { assumed } from '../rests-on.ts';
import { sayDuration, saySize } from '../say.ts';
import { DAY } from '../schedule/calendar.ts';
import { HORIZON, WINDOW } from '../schedule/window.ts';
import { Bill, money } from './bill.ts';
import { converted } from './money.ts';
import { readOut } from './read-out.ts';
import { type TestRestore, testRestores, testRestoresIn } from './test-restores.ts';

/** A figure, or what it would need: `orders.size`, `nas.price`, `exchange EUR/USD`. */
export type Figure = { readonly value: number } | { readonly missing: readonly string[] };

export interface StorageCost {
  readonly name: string;
  /** Mean of the bytes that lie there. */
  readonly bytes: PerMonth<Figure>;
  readonly cost: PerMonth<Figure>;
  /** Bytes. */
  readonly capacity?: number;
  /** The instant from which the capacity is too small; undefined: not before 2030, or nobody can say. */
  readonly fullAt?: number;
  /** Of the cost. */
  readonly derivation: PerMonth<Derivation>;
}

export interface Costs {
  /** ISO 4217 code of every amount. */
  readonly currency: string;
  readonly storages: readonly StorageCost[];
  readonly total: PerMonth<Figure>;
  /** The storages whose cost is known, together. */
  readonly atLeast: PerMonth<number>;
  /** A month; undefined where the plan has none, or it is in a currency that cannot be converted. */
  readonly budget?: number;
  /** Whether every month that is shown keeps to the budget; undefined where that cannot be said. */
  readonly met?: boolean;
  readonly derivation: PerMonth<Derivation>;
  /** Defaults that the costs rest on and that no statement of a plan can give. */
  readonly assumptions: readonly Assumption[];
}

/**
 * Never throws. A price that nobody gives is not guessed: the cost is unknown and names it.
 */
export function costs(plan: Plan, catalogue: Catalogue): Costs {
  const sharesOn = new Map(plan.storages.map((storage): [Storage, Share[]] => [storage, []]));
  for (const share of sharesOf(plan, catalogue)) sharesOn.get(share.storage)?.push(share);
  const currency = currencyOf(plan);
  const restores = testRestores(plan, catalogue);
  const assumptions: Assumption[] = [];
  const storages = plan.storages.map((storage) => {
    const account = { plan, catalogue, currency, storage, shares: sharesOn.get(storage) ?? [] };
    const months = perMonth((key, month) => {
      const shares = account.shares.map(({ system, missing, figures }) => ({
        system,
        missing,
        mean: { lying: figures.lying[key], billed: figures.billed[key] },
      }));
      return monthOf(account, shares, month, restores[key]);
    });
    for (const key of monthKeys) assumptions.push(...months[key].assumptions);
    return storageCost(account, months);
  });
  const total = perMonth((key) => sumOf(storages.map(({ cost }) => cost[key])));
  const atLeast = perMonth((key) => storages.reduce((sum, { cost }) => sum + valueOr(cost[key], 0), 0));
  const budget = budgetIn(plan, currency);
  return {
    currency,
    storages,
    total,
    atLeast,
    budget,
    met: keeps(budget, total, atLeast),
    derivation: perMonth((key) => ({
      label: `cost of a month${nameMissing(total[key])}`,
      ...('value' in total[key] ? money(total[key].value, currency) : {}),
      parts: storages.map(({ derivation }) => ({ ...derivation[key], parts: undefined })),
    })),
    assumptions: distinct(assumptions),
  };
}

/** What every month up to the horizon costs, in the order of the months; each figure is made as those of the months that are shown. */
export interface CostByMonth {
  readonly currency: string;
  /** A month; undefined where the plan has none, or it is in a currency that cannot be converted. */
  readonly budget?: number;
  readonly storages: readonly { readonly name: string; readonly months: readonly Figure[] }[];
}

export function costByMonth(plan: Plan, catalogue: Catalogue): CostByMonth {
  const currency = currencyOf(plan);
  const shares = sharesOf(plan, catalogue);
  const months = [0, ...laterMonths];
  const restores = testRestoresIn(plan, catalogue, months);
  return {
    currency,
    budget: budgetIn(plan, currency),
    storages: plan.storages.map((storage) => {
      const mine = shares.filter((share) => share.storage === storage);
      // Share by share, so that a history is played once and not once a month.
      const means = new Map(mine.map((share) => [share, share.missing.length > 0 ? [] : months.map((month) => share.mean(month))]));
      const none = { lying: 0, billed: 0 };
      const inMonth = (month: number): readonly MonthShare[] =>
        mine.map((share) => ({ ...share, mean: means.get(share)?.[month] ?? none }));
      return {
        name: storage.name,
        months: months.map((month) => monthOf({ plan, catalogue, currency, storage }, inMonth(month), month, restores[month] ?? []).cost),
      };
    }),
  };
}

/** What each storage costs in one month; 0 is January 2027. The figures are those of `costs`, which works out more. */
export function costIn(plan: Plan, catalogue: Catalogue, month: number): readonly { readonly name: string; readonly cost: Figure }[] {
  const currency = currencyOf(plan);
  const shares = monthSharesOf(plan, catalogue, month);
  const [restores = []] = testRestoresIn(plan, catalogue, [month]);
  return plan.storages.map((storage) => {
    const mine = shares.filter((share) => share.storage === storage);
    return { name: storage.name, cost: monthOf({ plan, catalogue, currency, storage }, mine, month, restores).cost };
  });
}

function budgetIn({ budget, exchange }: Plan, currency: string): number | undefined {
  const limit = budget === undefined ? undefined : converted(budget.value, currency, exchange);
  return typeof limit === 'number' ? limit : undefined;
}

/** The plan's `currency`, else the one that its budget is in, else the language's default. */
export function currencyOf({ currency, budget }: Plan): string {
  return currency.source.from === 'default' && budget !== undefined ? budget.value.currency : currency.value;
}

function keeps(budget: number | undefined, total: PerMonth<Figure>, atLeast: PerMonth<number>): boolean | undefined {
  if (budget === undefined) return undefined;
  if (monthKeys.some((key) => atLeast[key] > budget)) return false;
  return monthKeys.every((key) => 'value' in total[key]) ? true : undefined;
}

interface Account {
  readonly plan: Plan;
  readonly catalogue: Catalogue;
  readonly currency: string;
  readonly storage: Storage;
}

function storageCost({ storage, shares }: Account & { readonly shares: readonly Share[] }, months: PerMonth<Month>): StorageCost {
  const known = shares.every(({ missing }) => missing.length === 0);
  return {
    name: storage.name,
    bytes: perMonth((key) => months[key].bytes),
    cost: perMonth((key) => months[key].cost),
    capacity: storage.capacity?.value,
    fullAt: known && storage.capacity !== undefined ? fullFrom(shares, storage.capacity.value) : undefined,
    derivation: perMonth((key) => months[key].derivation),
  };
}

/** How many days are looked at to the instant at once. */
const CLOSELY = 31;

/** The first instant from which a capacity is too small. Only days on which it may be are looked at closely. */
function fullFrom(shares: readonly Share[], capacity: number): number | undefined {
  const most = new Float64Array(Days.count);
  for (const { figures } of shares) for (let day = 0; day < Days.count; day++) most[day] = (most[day] ?? 0) + (figures.most?.[day] ?? 0);
  for (let day = 0; day < Days.count; day++) {
    if ((most[day] ?? 0) <= capacity) continue;
    const from = WINDOW.start + day * DAY;
    const to = Math.min(from + CLOSELY * DAY, HORIZON);
    const full = Level.sum(
      shares.map((share) => share.level(from, to)),
      from,
      to,
    ).firstAbove(capacity);
    if (full !== undefined) return full;
    day += CLOSELY - 1;
  }
  return undefined;
}

interface Month {
  readonly bytes: Figure;
  readonly cost: Figure;
  readonly derivation: Derivation;
  readonly assumptions: readonly Assumption[];
}

function monthOf(
  { plan, catalogue, currency, storage }: Account,
  shares: readonly Pick<MonthShare, 'system' | 'missing' | 'mean'>[],
  month: number,
  restores: readonly TestRestore[],
): Month {
  const bill = new Bill(storage, currency, plan.exchange);
  const missing = [...new Set(shares.flatMap((share) => share.missing))];
  for (const name of missing) bill.missing.add(name);
  const known = missing.length > 0 ? [] : shares;
  const means = known.map(({ system, mean }) => ({ label: `of ${system.name}`, ...mean }));
  const lying = means.map(({ label, lying }) => ({ label, value: lying }));
  const bytes = lying.reduce((sum, { value }) => sum + value, 0);
  const early = means.reduce((sum, { billed }) => sum + billed, 0) - bytes;
  const price = storage.price ?? (storage.fee === undefined ? undefined : FREE);
  bill.byTheByte(bytes, price, 'price', 'a month', {
    label: `for ${saySize(bytes)} on average`,
    parts: lying.map(({ label, value }): Derivation => ({ label, value, unit: 'bytes' })),
  });
  if (early > 0.5 && storage.minimum !== undefined)
    bill.byTheByte(early, price, 'price', 'a month', {
      label: `for ${saySize(early)} that went before the ${sayDuration(spanSeconds(storage.minimum.value))} that are billed at least`,
      ...assumed(storage.minimum),
    });
  if (storage.fee !== undefined && (shares.length > 0 || !storage.optional))
    bill.add(storage.fee.value, { label: 'fee', ...assumed(storage.fee) });
  readOut(bill, storage, catalogue, restores);
  const cost: Figure = bill.missing.size > 0 ? { missing: [...bill.missing] } : { value: bill.sum };
  return {
    bytes: missing.length > 0 ? { missing } : { value: bytes },
    cost,
    derivation: {
      label: `${storage.name} in ${monthName(month)}${nameMissing(cost)}`,
      ...('value' in cost ? money(cost.value, currency) : {}),
      place: storage.namePlace,
      parts: bill.parts,
    },
    assumptions: bill.assumptions,
  };
}

const FREE: NonNullable<Storage['price']> = {
  value: { amount: 0, currency: '' },
  source: { from: 'default', about: 'price', because: 'what is stored is paid with the fee' },
};

export function nameMissing(figure: Figure): string {
  return 'missing' in figure ? ` is not known: it needs ${figure.missing.join(', ')}` : '';
}

export function sumOf(figures: readonly Figure[]): Figure {
  const missing = [...new Set(figures.flatMap((figure) => ('missing' in figure ? figure.missing : [])))];
  return missing.length > 0 ? { missing } : { value: figures.reduce((sum, figure) => sum + valueOr(figure, 0), 0) };
}

function valueOr(figure: Figure, otherwise: number): number {
  return 'value' in figure ? figure.value : otherwise;
}

function distinct(assumptions: readonly Assumption[]): readonly Assumption[] {
  return [...new Map(assumptions.map((assumption) => [assumption.about, assumption])).values()];
}

function monthName(month: number): string {
  return `${MONTHS[month % 12]} ${2027 + Math.floor(month / 12)}`;
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
] as const;
