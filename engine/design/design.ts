/**
 * From targets to backups: for a system, or for all systems of a plan that have none or one that fails, the cheapest backup that provably
 * meets them, beside it the one with the fastest recovery and the one that loses least. The space is in `space.ts`, the judge is the
 * assessment with all its checks: what is given has been examined in its plan and leaves no error about its system.
 */
import type { Copies, ScenarioResult } from '../assess/assessment.ts';
import { monthKeys, type PerMonth } from '../assess/bytes/months.ts';
import type { Reach } from '../assess/retention/reach.ts';
import { reachesOf, resultOf } from '../checks/answers.ts';
import { isBackedUp, needsBackup } from '../checks/backups.ts';
import type { Finding, TextEdit } from '../checks/finding.ts';
import { apart } from '../checks/identity.ts';
import { listedSome } from '../checks/words.ts';
import { type Examination, examineAfresh } from '../examine.ts';
import type { Missing } from '../generate/scripts/coverage.ts';
import type { System } from '../plan/model.ts';
import type { ReadText } from '../plan/project.ts';
import { sharingServer } from '../plan/servers.ts';
import { type Turns, whole } from '../turns.ts';
import { objections, reservations } from './judge.ts';
import { type Objective, objectives } from './objectives.ts';
import { aligned, formattedAfter, placement } from './placed.ts';
import { Search } from './search.ts';
import { waitedFor } from './solo.ts';
import { stylesFor } from './space.ts';
import type { Barrier, Candidate, Found, Miss } from './tally.ts';
import { type Price, Trial } from './trial.ts';
import { type Wants, wantsOf } from './wants.ts';

/** A backup that holds. */
export interface Answer {
  /** What it is best at; one may be best at several. */
  readonly best: readonly Objective[];
  /** The statement `backup { … }`, aligned and indented from 0. */
  readonly block: string;
  readonly edits: readonly TextEdit[];
  /** The scenarios that take the system. */
  readonly scenarios: readonly ScenarioResult[];
  readonly copies: Copies;
  readonly reaches: readonly Reach[];
  /** What comes on top of the plan without it. */
  readonly price: Price;
  /** Names of `optional` storages that have to be had for it. */
  readonly buys: readonly string[];
  /** Jobs and copies that have no script. */
  readonly byHand: readonly Missing[];
  /** Warnings that it leaves. */
  readonly leaves: readonly Finding[];
  /** The plan with it. */
  readonly after: Examination;
  readonly candidate: Candidate;
}

/** What one system may cost, where several share a budget. */
export interface Within {
  /** A month, in the plan's currency. */
  readonly most?: PerMonth<number>;
  /** The cheapest of all is wanted, whatever a careful colleague would ask besides. */
  readonly frugal?: true;
  /** Storages that are not had yet are left alone. */
  readonly asIs?: true;
}

export type Design =
  | { readonly system: string; readonly status: 'designed'; readonly answers: readonly Answer[] }
  | {
      readonly system: string;
      readonly status: 'infeasible';
      /** Targets that nothing in the space can keep. */
      readonly barriers: readonly Barrier[];
      /** What comes nearest, with what it falls short of. */
      readonly nearest?: Pick<Miss, 'short'> & { readonly block: string };
      /** A sentence, where it is neither. */
      readonly because?: string;
      /** Something would hold, and the budget of the plan does not. */
      readonly overBudget?: true;
    }
  | { readonly system: string; readonly status: 'unknown'; readonly missing: readonly string[] };

/** So many backups are examined at most until one holds: each costs an examination of the whole plan. */
const MOST_EXAMINED = 24;

/** The systems that have no backup, or one that an error stands against. */
export function lackingBackup({ plan, catalogue, findings }: Examination): readonly System[] {
  const failing = new Set(
    apart(findings)
      .filter(({ severity }) => severity === 'error')
      .map(({ about }) => about),
  );
  return plan.systems.filter((system) => needsBackup(system, catalogue) && (!isBackedUp(system) || failing.has(system.name)));
}

/**
 * Designs the backup of one system. `read` gives the texts that were examined. Without `wanted` all three objectives are answered.
 * Undefined where the plan has no such system, or it needs no backup.
 */
export function designSystem(
  examination: Examination,
  name: string,
  read: ReadText,
  wanted: readonly Objective[] = objectives,
  within: Within = {},
): Design | undefined {
  return whole(designing(examination, name, read, wanted, within));
}

/** As `designSystem`, in turns: one for each structure that is tried, and for each backup that is examined in the plan. */
export function* designing(
  examination: Examination,
  name: string,
  read: ReadText,
  wanted: readonly Objective[] = objectives,
  within: Within = {},
): Turns<Design | undefined> {
  const system = examination.plan.systems.find((each) => each.name === name);
  if (system === undefined || !needsBackup(system, examination.catalogue)) return undefined;
  const missing = [...(system.size === undefined ? [`${name}.size`] : []), ...(system.changes === undefined ? [`${name}.changes`] : [])];
  if (missing.length > 0) return { system: name, status: 'unknown', missing };
  const below = waitedFor(examination.plan, system).find((each) => needsBackup(each, examination.catalogue) && !isBackedUp(each));
  if (below !== undefined) {
    const because = `${name} waits for ${below.name}, which has no backup: design that first.`;
    return { system: name, status: 'infeasible', barriers: [], because };
  }
  const wants = wantsOf(examination, system);
  const storages = within.asIs ? wants.storages.filter(({ optional }) => !optional) : wants.storages;
  return yield* new Designer(examination, system, read, within).design({ ...wants, storages }, wanted);
}

/** The answer that a candidate is in a plan, at a price; the errors that stand against it where it is none. */
export function answerOf(examination: Examination, system: System, read: ReadText, candidate: Candidate): Answer | readonly Finding[] {
  return new Designer(examination, system, read, {}).answerOf(candidate);
}

class Designer {
  private readonly before: Examination;
  private readonly system: System;
  private readonly read: ReadText;
  private readonly within: Within;
  private readonly judged = new Map<string, Answer | readonly Finding[]>();

  constructor(before: Examination, system: System, read: ReadText, within: Within) {
    this.before = before;
    this.system = system;
    this.read = read;
    this.within = within;
  }

  /** With all that a careful colleague asks, then with less of what is only advice: slack, a locked copy, all of 3-2-1. */
  *design(wants: Wants, wanted: readonly Objective[]): Turns<Design> {
    const { goals } = wants;
    const tiers = [
      goals,
      { ...goals, slack: false },
      { ...goals, slack: false, locked: false },
      { total: 2, media: 1, offsite: false, locked: false, slack: false },
    ];
    const distinct = tiers.filter((tier, index) => tiers.findIndex((each) => JSON.stringify(each) === JSON.stringify(tier)) === index);
    const trial = new Trial(this.before, wants);
    if (this.within.frugal) {
      const all: Candidate[] = [];
      for (const tier of distinct) {
        const { candidates } = yield* new Search(this.before, { ...wants, goals: tier }, trial, wanted).find();
        all.push(...candidates);
      }
      const [answer] = yield* this.answers([...new Map(all.map((each) => [each.text, each])).values()], ['cost']);
      if (answer !== undefined) return { system: this.system.name, status: 'designed', answers: [answer] };
    }
    let first: Found | undefined;
    for (const tier of distinct) {
      const found = yield* new Search(this.before, { ...wants, goals: tier }, trial, wanted).find();
      if (first === undefined || (first.candidates.length === 0 && tier.total === goals.total)) first = found;
      const answers = yield* this.answers(found.candidates, wanted);
      if (answers.length > 0) return { system: this.system.name, status: 'designed', answers };
    }
    return this.infeasible(first, this.refusal(first?.candidates ?? []));
  }

  private *answers(candidates: readonly Candidate[], wanted: readonly Objective[]): Turns<readonly Answer[]> {
    const answers = new Map<string, Answer>();
    const affordable = candidates.filter(({ price }) => isWithin(price, this.within.most));
    for (const objective of wanted) {
      for (const candidate of affordable.toSorted(this.within.frugal ? cheaper : orders[objective])) {
        const judged = this.judge(candidate);
        yield;
        if (judged === undefined) break;
        if (!('block' in judged)) continue;
        const known = answers.get(candidate.text) ?? judged;
        answers.set(candidate.text, { ...known, best: [...known.best, objective] });
        break;
      }
    }
    return [...answers.values()];
  }

  /** The answer that a candidate is, or the errors that stand against it; undefined once enough have been looked at. */
  private judge(candidate: Candidate): Answer | readonly Finding[] | undefined {
    const known = this.judged.get(candidate.text);
    if (known !== undefined || this.judged.size >= MOST_EXAMINED) return known;
    const verdict = this.answerOf(candidate);
    this.judged.set(candidate.text, verdict);
    return verdict;
  }

  /** The answer that a candidate is, or the errors that stand against it. */
  answerOf(candidate: Candidate): Answer | readonly Finding[] {
    const { before, system } = this;
    const { primary, copies } = candidate.draft;
    const storages = [primary, ...copies];
    const edits = placement(before, system, candidate.text, storages) ?? [];
    const after = examineAfresh(before.project.root.path, formattedAfter(edits, this.read), before.catalogue, before.terms);
    const errors = objections(before, after, system.name);
    const isFaulty = after.faults.length > before.faults.length;
    return errors.length > 0 || isFaulty || edits.length === 0 ? errors : this.answer(candidate, edits, after);
  }

  private answer(candidate: Candidate, edits: readonly TextEdit[], after: Examination): Answer {
    const { text, draft, price, byHand } = candidate;
    const { name } = this.system;
    const result = resultOf(after, name);
    const system = after.plan.systems.find((each) => each.name === name) ?? this.system;
    return {
      best: [],
      block: aligned(text),
      edits,
      scenarios: result?.scenarios.filter(({ affected }) => affected) ?? [],
      copies: result?.copies ?? { total: 1, storages: [], media: [], offsite: [], immutable: [], restoreVerified: false },
      reaches: reachesOf(after, system),
      price,
      buys: [draft.primary, ...draft.copies].flatMap((each) => (each.optional ? [each.name] : [])),
      byHand,
      leaves: reservations(after, name),
      after,
      candidate,
    };
  }

  private refusal(candidates: readonly Candidate[]): readonly Finding[] {
    const [cheapest] = candidates.toSorted(orders.cost);
    const judged = cheapest === undefined ? undefined : this.judge(cheapest);
    return judged === undefined || 'block' in judged ? [] : judged;
  }

  private infeasible(found: Found | undefined, refused: readonly Finding[]): Design {
    const { barriers = [], miss, stranded } = found ?? {};
    const nearest = miss === undefined ? {} : { nearest: { short: miss.short, block: aligned(miss.text) } };
    const other = stranded ?? sharedWith(this.before, this.system);
    const because = refused.length > 0 ? refused.map(({ message }) => message).join(' ') : other;
    return {
      system: this.system.name,
      status: 'infeasible',
      barriers,
      ...nearest,
      ...(because === undefined ? {} : { because }),
      ...(refused.some(({ code }) => code === 'budget-exceeded') ? { overBudget: true } : {}),
    };
  }
}

/** What is not looked at for a system because others lie on its server; undefined where nothing is left out. */
function sharedWith({ plan, catalogue }: Examination, system: System): string | undefined {
  const others = sharingServer(plan, system);
  const whole = stylesFor(system.kind, catalogue).length - stylesFor(system.kind, catalogue, true).length;
  if (others.length === 0 || whole === 0) return undefined;
  const names = listedSome(others.map(({ name }) => name));
  return `${system.name} shares its server with ${names}: only dumps of its own databases are possible, and a log only where the server is written as one system`;
}

type Order = (one: Candidate, other: Candidate) => number;

/** By what is known of the cost. */
const cheaper: Order = (one, other) =>
  cents(one.price.month12) - cents(other.price.month12) ||
  cents(one.price.month36) - cents(other.price.month36) ||
  cents(one.price.month1) - cents(other.price.month1) ||
  Math.round(one.price.bytes) - Math.round(other.price.bytes);

/** What nobody can say the price of is not free: fewest such bills first. */
const surelyCheaper: Order = (one, other) => one.price.unpriced.length - other.price.unpriced.length || cheaper(one, other);

/**
 * A denser schedule is not taken for its price: a repository that is thinned out looks a little smaller with it, and the load of production is
 * in no price.
 */
const enough: Order = (one, other) => Number(other.isLongest) - Number(one.isLongest) || surelyCheaper(one, other);

/** Of equals the cheapest; the order of the space decides the rest. */
const orders: Readonly<Record<Objective, Order>> = {
  cost: enough,
  scripts: (one, other) => one.byHand.length - other.byHand.length || enough(one, other),
  recovery: (one, other) => Math.round(one.recovery - other.recovery) || surelyCheaper(one, other),
  loss: (one, other) => Math.round(one.loss - other.loss) || surelyCheaper(one, other),
};

function isWithin(price: Price, most: PerMonth<number> | undefined): boolean {
  return most === undefined || monthKeys.every((key) => price[key] <= most[key] + 0.005);
}

function cents(amount: number): number {
  return Math.round(amount * 100);
}
