/** What a walk through the space of one system has come upon: what holds, what comes nearest, and what nothing can keep. */
import type { Derivation } from '../assess/assessment.ts';
import type { Subject } from '../checks/check.ts';
import type { Missing } from '../generate/scripts/coverage.ts';
import type { Storage } from '../plan/model.ts';
import { LAG, leastCost, leastLost, leastUnpriced, type Structure, soonest } from './bounds.ts';
import type { Shortfall } from './figures.ts';
import type { Objective } from './objectives.ts';
import { rungs, type Style } from './space.ts';
import type { Price } from './trial.ts';
import type { Case, Wants } from './wants.ts';
import type { Draft } from './write.ts';

/** A draft with what it is worth. */
export interface Candidate {
  readonly draft: Draft;
  readonly text: string;
  readonly price: Price;
  /** Seconds, of the worst scenario. */
  readonly loss: number;
  readonly recovery: number;
  readonly byHand: readonly Missing[];
  /** Its schedule is the longest that is enough. */
  readonly isLongest: boolean;
}

/** The nearest miss. */
export interface Miss {
  readonly draft: Draft;
  readonly text: string;
  readonly short: readonly Shortfall[];
}

/** A target that no structure can keep, whatever its schedule: the best bound of all, with its sum. */
export interface Barrier {
  readonly scenario: string;
  readonly what: 'loss' | 'recovery';
  /** Seconds. */
  readonly target: number;
  readonly bound: Derivation;
  readonly structure: Structure;
}

export interface Found {
  /** All that meet what is asked, in the order of the space. */
  readonly candidates: readonly Candidate[];
  readonly barriers: readonly Barrier[];
  readonly miss?: Miss;
  /** Why no set of storages will do. */
  readonly stranded?: string;
}

export class Tally {
  private readonly subject: Subject;
  private readonly wants: Wants;
  private readonly candidates: Candidate[] = [];
  private readonly barriers = new Map<string, Barrier>();
  private readonly done = new Set<string>();
  private nearest?: Miss;
  private latest?: Miss;
  private stranded?: { readonly text: string; readonly storages: number };
  private possible?: { readonly structure: Structure; readonly by: number };

  constructor(subject: Subject, wants: Wants) {
    this.subject = subject;
    this.wants = wants;
  }

  add(candidate: Candidate): void {
    this.candidates.push(candidate);
    this.passOver(candidate.draft);
  }

  /** It would be enough, or is not looked at since others are better: further copies are not needed. */
  passOver({ style, primary, copies }: Structure): void {
    this.done.add(keyOf(style, primary, copies));
  }

  has(style: Style, primary: Storage, copies: readonly Storage[]): boolean {
    return this.done.has(keyOf(style, primary, copies));
  }

  /** The set that comes furthest says best what is missing. */
  strand(text: string, storages: number): void {
    if (storages > (this.stranded?.storages ?? 0)) this.stranded = { text, storages };
  }

  missed(miss: Miss): void {
    this.latest = miss;
    if (this.nearest === undefined || shortBy(miss) < shortBy(this.nearest)) this.nearest = miss;
  }

  /** Whether what was missed last is missed by every schedule of the structure: room, copies, and a recovery that reads fulls alone. */
  isHopeless({ style }: Structure): boolean {
    const plain = style.between === undefined && !style.log;
    return this.latest?.short.some(({ what }) => what === 'capacity' || what === 'copies' || (what === 'recovery' && plain)) === true;
  }

  /** Holds the best recovery of a structure against the targets. */
  bound(structure: Structure): void {
    let by = 1;
    for (const each of this.wants.cases) {
      const back = soonest(this.subject, this.wants, structure, each);
      this.barrier({ scenario: each.scenario, what: 'recovery', target: each.rto ?? Infinity, bound: back, structure });
      by = Math.max(by, (back.value ?? 0) / Math.max(1, each.rto ?? Infinity));
    }
    if (this.possible === undefined || by < this.possible.by) this.possible = { structure, by };
  }

  private barrier(found: Barrier): void {
    const key = `${found.what} ${found.scenario}`;
    const best = this.barriers.get(key);
    if (best === undefined || (found.bound.value ?? 0) < (best.bound.value ?? 0)) this.barriers.set(key, found);
  }

  /** Holds what a draft loses at least against the target. */
  lost(draft: Draft, each: Case, target: number, fullTakes: number): void {
    this.barrier({ scenario: each.scenario, what: 'loss', target, bound: leastLost(draft, each, fullTakes), structure: draft });
  }

  /** Whether others are cheaper, and among them one as good by each objective that is wanted: than a draft, or than a structure whatever its schedule. */
  isBeaten(one: Structure | Draft, currency: string, wanted: readonly Objective[]): boolean {
    const { cases } = this.wants;
    const draft = 'rhythm' in one ? one : undefined;
    const cost = leastCost(this.wants, one, currency);
    const back = Math.max(0, ...cases.map((each) => soonest(this.subject, this.wants, one, each, draft?.rhythm).value ?? 0));
    const shortest = one.style.log ? LAG : rungs.quarter.seconds;
    const lost = draft === undefined ? shortest : Math.max(0, ...cases.map((each) => leastLost(draft, each, 0).value ?? 0));
    const unpriced = leastUnpriced(this.subject, one);
    // One that is dearer with what is known is left in, whatever it lacks: it may be all that a budget allows.
    const cheaper = this.candidates.filter(({ price }) => price.unpriced.length <= unpriced && price.month12 < cost);
    const isAsGood: Readonly<Record<Objective, (other: Candidate) => boolean>> = {
      cost: ({ isLongest }) => isLongest,
      scripts: ({ isLongest, byHand }) => isLongest && byHand.length === 0,
      recovery: ({ recovery }) => recovery <= back,
      loss: ({ loss }) => loss <= lost,
    };
    return wanted.every((each) => cheaper.some(isAsGood[each]));
  }

  found(missOf: (structure: Structure) => Miss | undefined): Found {
    if (this.candidates.length > 0) return { candidates: this.candidates, barriers: [] };
    const barriers = [...this.barriers.values()].filter(({ bound, target }) => (bound.value ?? 0) > target);
    const miss = this.nearest ?? (this.possible === undefined ? undefined : missOf(this.possible.structure));
    const stranded = this.possible === undefined ? (this.stranded?.text ?? 'the plan has no storage that could be used') : undefined;
    return { candidates: [], barriers, ...(miss === undefined ? {} : { miss }), ...(stranded === undefined ? {} : { stranded }) };
  }
}

function keyOf({ tool, between, log }: Style, primary: Storage, copies: readonly Storage[]): string {
  return JSON.stringify([tool.name, between, log, primary.name, ...copies.map(({ name }) => name)]);
}

function shortBy({ short }: Miss): number {
  return short.reduce((sum, { by }) => sum + by, 0);
}
