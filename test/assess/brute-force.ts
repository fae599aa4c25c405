/**
 * Worst-case loss straight from the definitions, slowly, for small plans in UTC: prunes from scratch after every run, and asks at every
 * instant at which anything could change what is restorable just before it. It shares no code with the engine.
 */
const DAY = 86400;
const WINDOW_START = Date.UTC(2027, 0, 1) / 1000;
const WINDOW_END = Date.UTC(2029, 0, 1) / 1000;
const BEGINNING = Date.UTC(2025, 0, 1) / 1000;

/** Seconds after midnight UTC; `weekdays` are ISO numbers, all days without. */
export interface Timetable {
  readonly times: readonly number[];
  readonly weekdays?: readonly number[];
}
export type Rule = { readonly last: number } | { readonly daily: number } | { readonly dailyFor: number } | { readonly for: number };

export interface SmallPlan {
  readonly storages: readonly {
    readonly keep: readonly Rule[];
    /** Seconds. */
    readonly keepLogs?: number;
    readonly lock?: number;
    readonly production: boolean;
    readonly offline: boolean;
  }[];
  readonly capturedAtEnd: boolean;
  readonly jobs: readonly {
    readonly word: 'full' | 'differential' | 'incremental';
    readonly when: Timetable;
    readonly to: number;
    readonly taking: number;
  }[];
  readonly log?: { readonly to: number; readonly lag?: number; readonly when?: Timetable; readonly taking: number };
  readonly copies: readonly {
    readonly move: boolean;
    readonly when: Timetable | 'after full';
    readonly from: number;
    readonly to: number;
    readonly taking: number;
  }[];
  readonly incident: {
    readonly loseSystem: boolean;
    readonly loseStorages: readonly number[];
    readonly compromise: boolean;
    readonly delay: number;
  };
}

interface Point {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly capture: number;
  readonly needs: Point | 'nothing' | 'never made';
}
interface Copy {
  readonly point: Point;
  readonly available: number;
  gone: number;
  /** Ends of the runs that brought it here, with the storages that each touched. */
  readonly hops: readonly { readonly end: number; readonly storages: readonly number[]; readonly system: boolean }[];
}
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly available: number;
  readonly touches: { readonly storages: readonly number[]; readonly system: boolean };
}

function startsOf({ times, weekdays }: Timetable, until: number): number[] {
  const starts: number[] = [];
  for (let day = BEGINNING; day < until; day += DAY) {
    const weekday = new Date(day * 1000).getUTCDay() || 7;
    if (weekdays === undefined || weekdays.includes(weekday)) for (const time of times) starts.push(day + time);
  }
  return starts.sort((a, b) => a - b);
}

function makePoints(plan: SmallPlan, until: number): Point[] {
  const ranks = ['full', 'differential', 'incremental'];
  const wanted = plan.jobs.flatMap((job, index) =>
    startsOf(job.when, until).map((start) => ({ start, job, rank: ranks.indexOf(job.word) * 100 + index })),
  );
  wanted.sort((a, b) => a.start - b.start || a.rank - b.rank);
  const points: Point[] = [];
  let busy = -Infinity;
  let instant = -Infinity;
  for (const { start, job } of wanted) {
    const beaten = start === instant;
    instant = start;
    if (beaten || start < busy) continue;
    busy = start + job.taking;
    const before = (words: string[]): Point | 'never made' => points.filter((point) => words.includes(point.word)).at(-1) ?? 'never made';
    const needs = job.word === 'full' ? 'nothing' : job.word === 'differential' ? before(['full']) : before(ranks);
    points.push({ word: job.word, start, end: busy, capture: plan.capturedAtEnd ? busy : start, needs });
    Object.assign(points.at(-1) ?? {}, { to: job.to });
  }
  return points;
}

class World {
  readonly plan: SmallPlan;
  readonly copies: Copy[][];
  readonly segments: Segment[][];
  /** For each storage when it was pruned, and the oldest capture that was left. */
  readonly prunings: { at: number; oldest: number }[][];
  readonly instants = new Set<number>();
  readonly logRuns: { start: number; end: number }[] = [];

  constructor(plan: SmallPlan) {
    this.plan = plan;
    const until = WINDOW_END + plan.incident.delay + 2 * DAY;
    this.copies = plan.storages.map(() => []);
    this.segments = plan.storages.map(() => []);
    this.prunings = plan.storages.map(() => []);
    this.play(until);
  }

  private play(until: number): void {
    const { plan } = this;
    const agenda = new Map<number, { ends: (() => number)[]; starts: (() => void)[] }>();
    let times: number[] = [];
    let playing = 0;
    const at = (time: number): { ends: (() => number)[]; starts: (() => void)[] } => {
      const known = agenda.get(time);
      if (known !== undefined) return known;
      const entry = { ends: [], starts: [] };
      agenda.set(time, entry);
      let place = playing + 1;
      while (place < times.length && (times[place] ?? 0) < time) place++;
      if (times.length > 0) times.splice(place, 0, time);
      return entry;
    };
    const busy = plan.copies.map(() => -Infinity);
    const last = plan.copies.map(() => -Infinity);
    const brought = plan.copies.map(() => BEGINNING);
    const startCopy = (index: number, now: number): void => {
      const copy = plan.copies[index];
      if (copy === undefined || now < (busy[index] ?? 0)) return;
      const end = now + copy.taking;
      const since = last[index] ?? -Infinity;
      busy[index] = end;
      last[index] = now;
      const source = this.copies[copy.from] ?? [];
      const target = this.copies[copy.to] ?? [];
      const taken = source.filter(
        (each) => each.available > since && each.available <= now && each.gone > now && !target.some(({ point }) => point === each.point),
      );
      if (copy.move) for (const each of taken) each.gone = now;
      const low = Math.max(brought[index] ?? 0, this.logFrom(copy.from, now));
      const high = this.logTo(copy.from, now);
      at(end).starts.unshift(() => {
        if (taken.some(({ point }) => point.word === 'full')) follow(copy.to, end);
      });
      at(end).ends.push(() => {
        const touches = { storages: [copy.from, copy.to], system: false };
        for (const { point, hops } of taken) {
          if (target.some((each) => each.point === point)) continue;
          target.push({ point, available: end, gone: Infinity, hops: [...hops, { end, ...touches }] });
        }
        if (high > low) {
          brought[index] = high;
          this.segments[copy.to]?.push({ from: low, to: high, available: end, touches });
        }
        return copy.to;
      });
    };
    // A full has come to a storage, by its job or by a copy.
    const follow = (storage: number, now: number): void => {
      for (const [index, copy] of plan.copies.entries()) if (copy.when === 'after full' && copy.from === storage) startCopy(index, now);
    };
    for (const point of makePoints(plan, until)) {
      const to = (point as Point & { to: number }).to;
      at(point.end).ends.push(() => {
        this.copies[to]?.push({ point, available: point.end, gone: Infinity, hops: [{ end: point.end, storages: [to], system: true }] });
        return to;
      });
      if (point.word === 'full') at(point.end).starts.push(() => follow(to, point.end));
    }
    for (const [index, { when }] of plan.copies.entries()) {
      if (when !== 'after full') for (const start of startsOf(when, until)) at(start).starts.push(() => startCopy(index, start));
    }
    const { log } = plan;
    if (log?.when !== undefined) {
      let from = BEGINNING;
      for (const start of startsOf(log.when, until)) {
        if (start < (this.logRuns.at(-1)?.end ?? 0)) continue;
        this.logRuns.push({ start, end: start + log.taking });
        this.segments[log.to]?.push({ from, to: start, available: start + log.taking, touches: { storages: [log.to], system: true } });
        from = start;
      }
    }
    times = [...agenda.keys()].sort((a, b) => a - b);
    for (let next = 0; next < times.length; next++) {
      const now = times[next] ?? 0;
      if (now >= until) return;
      playing = next;
      this.instants.add(now);
      const entry = at(now);
      const touched = new Set(entry.ends.map((end) => end()));
      for (const storage of touched) this.prune(storage, now);
      for (const start of entry.starts) start();
    }
  }

  logTo(storage: number, now: number): number {
    const { log } = this.plan;
    const direct = log?.to === storage && log.lag !== undefined ? now - log.lag : -Infinity;
    let to = direct;
    for (const segment of this.segments[storage] ?? []) if (segment.available <= now && segment.to > to) to = segment.to;
    return to;
  }

  logFrom(storage: number, now: number): number {
    const keep = this.plan.storages[storage]?.keepLogs;
    if (keep !== undefined) return now - keep;
    let from = BEGINNING;
    for (const { at, oldest } of this.prunings[storage] ?? []) if (at <= now && oldest > from) from = oldest;
    return from;
  }

  private prune(storage: number, now: number): void {
    const settings = this.plan.storages[storage];
    const present = (this.copies[storage] ?? []).filter(({ gone }) => gone > now).sort((a, b) => b.point.capture - a.point.capture);
    if (settings === undefined) return;
    const kept = new Set<Point>(settings.keep.length === 0 ? present.map(({ point }) => point) : []);
    const day = (point: Point): number => Math.floor(point.capture / DAY);
    const newestOfDays = (points: readonly Point[]): Point[] =>
      points.filter((point, index) => index === 0 || day(points[index - 1] as Point) !== day(point));
    const points = present.map(({ point }) => point);
    for (const rule of settings.keep) {
      if ('last' in rule) for (const point of points.slice(0, rule.last)) kept.add(point);
      if ('daily' in rule) for (const point of newestOfDays(points).slice(0, rule.daily)) kept.add(point);
      if ('dailyFor' in rule)
        for (const point of newestOfDays(points.filter((each) => each.capture >= now - rule.dailyFor))) kept.add(point);
      if ('for' in rule) for (const point of points.filter((each) => each.capture >= now - rule.for)) kept.add(point);
    }
    for (const point of [...kept]) for (let needed = point.needs; typeof needed === 'object'; needed = needed.needs) kept.add(needed);
    let oldest = Infinity;
    for (const copy of present) {
      const locked = settings.lock !== undefined && now < copy.available + settings.lock;
      if (!kept.has(copy.point) && !locked) copy.gone = now;
      else oldest = Math.min(oldest, copy.point.capture);
    }
    if (oldest < Infinity) this.prunings[storage]?.push({ at: now, oldest });
  }
}

/** Seconds; `Infinity` where at some instant nothing is restorable. */
export function worstLossOf(plan: SmallPlan): number {
  const world = new World(plan);
  const { incident, log } = plan;
  const remains = plan.storages.map((storage, index): 'whole' | 'locked' | 'gone' => {
    if (incident.loseStorages.includes(index)) return 'gone';
    if (!incident.compromise || !storage.production || storage.offline) return 'whole';
    return storage.lock === undefined ? 'gone' : 'locked';
  });
  const lost = (touches: { readonly storages: readonly number[]; readonly system: boolean }): boolean =>
    (touches.system && incident.loseSystem) || touches.storages.some((storage) => incident.loseStorages.includes(storage));

  // Asked for one y after the other, so what is not there yet, or there no more, need not be looked at again.
  const coming = world.copies
    .flatMap((copies, storage) => copies.map((copy) => ({ storage, copy })))
    .sort((a, b) => b.copy.available - a.copy.available);
  let around: typeof coming = [];

  /** The latest restorable state for an incident at y that is no instant at which anything happens. */
  const latest = (y: number): number => {
    const x = y + incident.delay;
    while ((coming.at(-1)?.copy.available ?? Infinity) <= x) around.push(...coming.splice(-1));
    around = around.filter(({ copy }) => copy.gone > x);
    const left = (storage: number, available: number): boolean => {
      const lock = plan.storages[storage]?.lock ?? 0;
      if (remains[storage] === 'gone') return false;
      if (remains[storage] === 'locked') return available <= y && available + lock >= x;
      return available <= (incident.compromise ? y : x);
    };
    const there = new Set<Point>();
    for (const { storage, copy } of around) {
      const whole = copy.hops.every((hop) => !lost(hop) || hop.end <= y);
      if (whole && left(storage, copy.available)) there.add(copy.point);
    }
    const restorable = (point: Point): boolean => {
      for (let part: Point | 'nothing' | 'never made' = point; part !== 'nothing'; part = part.needs) {
        if (part === 'never made' || !there.has(part)) return false;
      }
      return true;
    };
    const bases = [...there].filter((point) => point.capture <= y && restorable(point));
    const written =
      log === undefined
        ? y
        : log.lag !== undefined
          ? y - log.lag
          : Math.max(-Infinity, ...world.logRuns.filter(({ end }) => end <= y).map(({ start }) => start));
    const covered: [number, number][] = [];
    for (const [storage, segments] of world.segments.entries()) {
      if (remains[storage] === 'gone' || log === undefined || (segments.length === 0 && log.to !== storage)) continue;
      const low = world.logFrom(storage, x);
      for (const { from, to, available, touches } of segments) {
        if (left(storage, available) && (!lost(touches) || available <= y))
          covered.push([Math.max(from, low), incident.loseSystem ? Math.min(to, written) : to]);
      }
      if (log.to !== storage || log.lag === undefined) continue;
      const by = incident.loseSystem || incident.compromise ? y : x;
      const locked = remains[storage] === 'locked' ? x - (plan.storages[storage]?.lock ?? 0) - log.lag : -Infinity;
      covered.push([Math.max(low, locked), by - log.lag]);
    }
    const joined: [number, number][] = [];
    for (const [from, to] of covered.filter(([low, high]) => low <= high).sort((a, b) => a[0] - b[0])) {
      const before = joined.at(-1);
      if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
      else joined.push([from, to]);
    }
    let state = -Infinity;
    for (const { capture } of bases) {
      const carried = joined.find(([from, to]) => from <= capture && capture <= to)?.[1] ?? capture;
      state = Math.max(state, Math.min(carried, y));
    }
    return state;
  };

  const shifts = new Set([0, incident.delay]);
  for (const { lock, keepLogs } of plan.storages) {
    for (const span of [lock, keepLogs])
      if (span !== undefined) for (const lag of [0, log?.lag ?? 0]) shifts.add(incident.delay - span - lag);
  }
  if (log?.lag !== undefined) for (const shift of [...shifts]) shifts.add(shift + log.lag).add(shift - log.lag);
  const candidates = new Set([WINDOW_END]);
  const instants = new Set([
    ...world.instants,
    ...world.copies.flat().map(({ point }) => point.capture),
    ...world.logRuns.flatMap(({ start, end }) => [start, end]),
  ]);
  for (const instant of instants) for (const shift of shifts) candidates.add(instant - shift);
  const early = 1 / 1024;
  let worst = 0;
  for (const y of [...candidates].sort((a, b) => a - b)) {
    if (y <= WINDOW_START || y > WINDOW_END) continue;
    const loss = y - early - latest(y - early);
    worst = Math.max(worst, loss === Infinity ? loss : Math.round(loss));
    if (worst === Infinity) return worst;
  }
  return worst;
}
