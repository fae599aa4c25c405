/** Tries drafts in a plan of their system alone; what has been tried is remembered. */
import { assess } from '../assess/assess.ts';
import type { SystemResult } from '../assess/assessment.ts';
import { costs } from '../assess/cost/cost.ts';
import { WINDOW } from '../assess/schedule/window.ts';
import type { Subject } from '../checks/check.ts';
import { isRented } from '../checks/rented.ts';
import { type Missing, notGenerated } from '../generate/scripts/coverage.ts';
import type { Plan } from '../plan/model.ts';
import { sizeAs } from '../plan/written-as.ts';
import type { Shortfall } from './figures.ts';
import { Load } from './load.ts';
import { Solo } from './solo.ts';
import type { Wants } from './wants.ts';
import { blockText, type Draft } from './write.ts';

/** Money a month in the plan's currency, as far as prices are known, and bytes. */
export interface Price {
  readonly currency: string;
  readonly month1: number;
  readonly month12: number;
  readonly month36: number;
  /** In month 12. */
  readonly bytes: number;
  /** What the plan does not say and the price is without: `nas.price`, `exchange EUR/USD`. */
  readonly lacks: readonly string[];
  /** Storages that somebody sends a bill for, and nobody can say which: their cost is not in the price, and they are not free. */
  readonly unpriced: readonly string[];
}

export interface Tried {
  /** The statement `backup { … }`. */
  readonly text: string;
  readonly result: SystemResult | undefined;
  /** Jobs and copies that have no script. */
  readonly byHand: readonly Missing[];
  /** What comes on top of the plan without it, and which storages are full within the years that are looked at. */
  price(): { readonly price: Price; readonly full: readonly Shortfall[] };
}

export class Trial {
  private readonly subject: Subject;
  private readonly wants: Wants;
  private readonly solo: Solo;
  private readonly load: Load;
  private readonly without: Price;
  private readonly known = new Map<string, Tried>();

  constructor(subject: Subject, wants: Wants) {
    this.subject = subject;
    this.wants = wants;
    this.solo = new Solo(subject, wants.system);
    this.load = new Load(subject, wants.system.name);
    this.without = priceOf(this.solo.plan(''), subject).price;
  }

  get currency(): string {
    return this.without.currency;
  }

  run(draft: Draft): Tried {
    const text = blockText(this.subject, this.wants, draft, this.load);
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const plan = this.solo.plan(text);
    const result = assess(plan, this.subject.catalogue).systems.find(({ name }) => name === this.wants.system.name);
    let priced: ReturnType<Tried['price']> | undefined;
    const tried: Tried = {
      text,
      result,
      byHand: notGenerated({ ...plan, systems: plan.systems.filter(({ name }) => name === this.wants.system.name) }),
      price: () => {
        priced ??= this.more(plan);
        return priced;
      },
    };
    this.known.set(text, tried);
    return tried;
  }

  private more(plan: Plan): ReturnType<Tried['price']> {
    const { without } = this;
    const { price, full } = priceOf(plan, this.subject);
    const { currency, month1, month12, month36, bytes, lacks, unpriced } = price;
    const written = writtenBy(plan, this.wants.system.name);
    return {
      price: {
        currency,
        month1: month1 - without.month1,
        month12: month12 - without.month12,
        month36: month36 - without.month36,
        bytes: bytes - without.bytes,
        lacks: lacks.filter((each) => each.startsWith('exchange ') || written.has(each.split('.', 1)[0] ?? '')),
        unpriced: unpriced.filter((each) => written.has(each)),
      },
      full,
    };
  }
}

function priceOf(plan: Plan, { catalogue }: Subject): ReturnType<Tried['price']> {
  const { currency, atLeast, storages, total } = costs(plan, catalogue);
  const bytes = storages.reduce((sum, each) => sum + ('value' in each.bytes.month12 ? each.bytes.month12.value : 0), 0);
  const full = storages.flatMap(({ name, capacity, fullAt }): Shortfall[] =>
    fullAt === undefined || fullAt >= WINDOW.end || capacity === undefined
      ? []
      : [{ what: 'capacity', by: 2, text: `${name} has room for ${sizeAs(capacity)}, which is too little` }],
  );
  const lacks = 'missing' in total.month12 ? total.month12.missing : [];
  const rented = new Set(plan.storages.flatMap((each) => (isRented({ plan, catalogue }, each) ? [each.name] : [])));
  const unpriced = storages.flatMap(({ name, cost }) => ('missing' in cost.month12 && rented.has(name) ? [name] : []));
  return { price: { currency, ...atLeast, bytes, lacks, unpriced }, full };
}

/** The storages that backups of the system lie on. */
function writtenBy({ systems }: Plan, name: string): ReadonlySet<string> {
  const blocks = systems.find((each) => each.name === name)?.blocks ?? [];
  return new Set(blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
}
