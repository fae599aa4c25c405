/** Walks the space of one system: every structure that may be enough, each with the longest schedule that is. */
import { isAway } from '../checks/away.ts';
import type { Subject } from '../checks/check.ts';
import type { Storage } from '../plan/model.ts';
import type { Turns } from '../turns.ts';
import { leastLost, type Structure, soonest } from './bounds.ts';
import { shortfalls, spareFor, worst } from './figures.ts';
import type { Objective } from './objectives.ts';
import { carryingsOf, densestOf, gapOf, type Rhythm, rhythmsOf, type Style, stylesOfSystem } from './space.ts';
import { type Candidate, type Found, type Miss, Tally } from './tally.ts';
import type { Trial } from './trial.ts';
import { shortOf, type Wants } from './wants.ts';
import { type Draft, fullSeconds } from './write.ts';

export class Search {
  readonly wants: Wants;
  readonly styles: readonly Style[];
  private readonly subject: Subject;
  private readonly trial: Trial;
  private readonly wanted: readonly Objective[];

  constructor(subject: Subject, wants: Wants, trial: Trial, wanted: readonly Objective[]) {
    this.subject = subject;
    this.wants = wants;
    this.trial = trial;
    this.wanted = wanted;
    this.styles = stylesOfSystem(subject, wants.system);
  }

  /** Storages that come first, then the rest where those give nothing. */
  *find(): Turns<Found> {
    const near = this.wants.storages.filter((each) => !isAway(this.subject.plan, this.wants.system, each));
    const rest = this.wants.storages.filter((each) => !near.includes(each));
    const first = yield* this.among(near);
    if (first.candidates.length > 0 || rest.length === 0) return first;
    const second = yield* this.among(rest);
    return second.candidates.length > 0 || second.miss !== undefined || second.barriers.length > 0 ? second : first;
  }

  private *among(primaries: readonly Storage[]): Turns<Found> {
    const tally = new Tally(this.subject, this.wants);
    for (const primary of primaries) {
      for (const style of this.styles) {
        for (const count of [0, 1, 2]) {
          for (const copies of this.copySets(primary, count, tally, style)) {
            this.tryStructure({ style, primary, copies }, tally);
            yield;
          }
        }
      }
    }
    return tally.found((structure) => this.missOf(structure));
  }

  /** So many further storages; of two, neither has been enough alone. */
  private copySets(primary: Storage, count: number, tally: Tally, style: Style): readonly (readonly Storage[])[] {
    const others = this.wants.storages.filter((each) => each !== primary);
    const enough = (copies: readonly Storage[]): boolean => tally.has(style, primary, copies);
    if (count === 0) return [[]];
    if (enough([])) return [];
    if (count === 1) return others.map((each) => [each]);
    return others.flatMap((one, index) => others.slice(index + 1).flatMap((two) => (enough([one]) || enough([two]) ? [] : [[one, two]])));
  }

  private tryStructure(structure: Structure, tally: Tally): void {
    const names = [structure.primary, ...structure.copies].map(({ name }) => name);
    const stranded = shortOf(this.wants, names, this.subject);
    if (stranded !== undefined) {
      tally.strand(stranded, names.length);
      return;
    }
    tally.bound(structure);
    if (tally.isBeaten(structure, this.trial.currency, this.wanted)) {
      tally.passOver(structure);
      return;
    }
    const leisurely = this.leisurely(structure, tally);
    if (leisurely === undefined) return;
    tally.add({ ...leisurely, isLongest: true });
    const quick = this.wanted.filter((each) => each === 'recovery' || each === 'loss');
    const dense = quick.length === 0 ? undefined : this.dense(structure);
    if (dense !== undefined && !tally.isBeaten(dense, this.trial.currency, quick)) {
      const candidate = this.candidate(dense, tally);
      if (candidate !== undefined) tally.add(candidate);
    }
  }

  /** The longest rhythm, and with it the longest way of carrying, that meets everything. */
  private leisurely(structure: Structure, tally: Tally): Candidate | undefined {
    const carryings = carryingsOf(structure.style, structure.copies.length);
    const last = carryings.at(-1);
    for (const rhythm of this.rhythms(structure)) {
      const possible = carryings.filter((carrying) => !this.cannot({ ...structure, rhythm, carrying }, tally));
      const [first] = possible;
      if (first === undefined || last === undefined) continue;
      const longest = this.candidate({ ...structure, rhythm, carrying: first }, tally);
      if (longest !== undefined) return longest;
      if (first === last || this.candidate({ ...structure, rhythm, carrying: last }, tally) === undefined) {
        // What more of the same makes no better.
        if (tally.isHopeless(structure)) return undefined;
        continue;
      }
      for (const carrying of possible.slice(1)) {
        const found = this.candidate({ ...structure, rhythm, carrying }, tally);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The rhythms whose runs leave half of their interval free. */
  private rhythms({ style, primary, copies }: Structure): readonly Rhythm[] {
    const whole = this.styles.some(({ log }) => log);
    const takes = Math.max(...[primary, ...copies].map((storage) => fullSeconds(this.subject, this.wants.system, storage)));
    const fits = ({ full, between }: Rhythm): boolean =>
      takes * 2 <= full.seconds && (between === undefined || this.changedSeconds(primary, between.seconds) * 2 <= between.seconds);
    const lasts = (rhythm: Rhythm): boolean => style.tool.deduplicates || fits(rhythm);
    return rhythmsOf(style, whole).filter((rhythm) => gapOf(rhythm) <= this.wants.mostApart && lasts(rhythm));
  }

  private changedSeconds({ write }: Storage, interval: number): number {
    const { changes, compresses } = this.wants.system;
    return ((changes?.value ?? 0) * interval * compresses.value) / write.value;
  }

  private dense(structure: Structure, rhythms = this.rhythms(structure)): Draft | undefined {
    const rhythm = densestOf(structure.style, rhythms);
    const carrying = carryingsOf(structure.style, structure.copies.length).at(-1) ?? 'after';
    return rhythm === undefined ? undefined : { ...structure, rhythm, carrying };
  }

  /** Whether bounds alone show that a target is missed. */
  private cannot(draft: Draft, tally: Tally): boolean {
    const takes = fullSeconds(this.subject, this.wants.system, draft.primary);
    return this.wants.cases.some((each) => {
      const lost = (leastLost(draft, each, takes).value ?? 0) + spareFor(this.wants, draft, each);
      const back = soonest(this.subject, this.wants, draft, each, draft.rhythm).value ?? 0;
      if (each.rpo !== undefined) tally.lost(draft, each, each.rpo, takes);
      return (each.rpo !== undefined && lost > each.rpo) || (each.rto !== undefined && back > each.rto);
    });
  }

  /** Undefined where the assessment finds something missing. */
  private candidate(draft: Draft, tally: Tally): Candidate | undefined {
    const { text, result, byHand, price: priced } = this.trial.run(draft);
    if (result === undefined) return undefined;
    const short = shortfalls(result, this.wants, draft);
    const { price, full } = short.length > 0 ? { price: undefined, full: short } : priced();
    if (price === undefined || full.length > 0) {
      tally.missed({ draft, text, short: full });
      return undefined;
    }
    return { draft, text, price, byHand, loss: worst(result, 'loss'), recovery: worst(result, 'recovery'), isLongest: false };
  }

  /** What the densest schedule of a structure falls short of. */
  private missOf(structure: Structure): Miss | undefined {
    // Where no run is quick enough to leave half of its interval free, the longest interval says best what is missing.
    const draft = this.dense(structure) ?? this.dense(structure, rhythmsOf(structure.style, false).slice(0, 1));
    if (draft === undefined) return undefined;
    const { text, result } = this.trial.run(draft);
    return result === undefined ? undefined : { draft, text, short: shortfalls(result, this.wants, draft) };
  }
}
