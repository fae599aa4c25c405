/** The tests of a year, each on a day of its own as far as there are days, none on a day or at an hour on which it would be in the way. */
import { holding, isAway } from '../../../assess/cost/test-restores.ts';
import { civilOf, dayNumber, weekdayOf } from '../../../assess/schedule/calendar.ts';
import type { Plan, Scenario, Span, System } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { turnsOf } from '../runbook/turns.ts';
import type { Source } from '../source.ts';
import { dateAfter } from '../words.ts';

export type Age = 'oldest' | 'newest' | 'middle';

export type Test =
  | { readonly sort: 'restore'; readonly system: System; readonly storage: string; readonly age: Age; readonly site: string }
  | { readonly sort: 'failover'; readonly system: System; readonly site: string }
  | { readonly sort: 'drill'; readonly scenario: Scenario }
  | { readonly sort: 'key'; readonly key: string }
  | { readonly sort: 'review' }
  | { readonly sort: 'acceptance'; readonly check: string; readonly for?: string };

export interface Entry {
  /** Stable as long as the plan has what it is about: part of the UID in the calendar. */
  readonly id: string;
  /** ISO. */
  readonly date: string;
  /** Seconds after midnight on the plan's clock; undefined: the whole day. */
  readonly time?: number;
  /** Seconds that it may take, where the plan says. */
  readonly box?: number;
  readonly test: Test;
}

/** The year after the last review, but not before the one that the assessment looks at. */
export function yearOf({ reviewed }: Plan): number {
  const last = reviewed === undefined ? 0 : Number(reviewed.slice(0, 4));
  return Math.max(2027, last + 1);
}

/** By date. */
export function calendarOf(source: Source): readonly Entry[] {
  const year = yearOf(source.plan);
  const fixed = [...drills(source, year), ...reviews(source.plan, year), ...acceptances(source.plan, year)];
  const taken = new Set(fixed.map(({ date }) => date));
  const spread = [...restores(source), ...failovers(source.plan), ...keys(source.plan)];
  const placed = spread.map((entry, index): Entry => {
    const date = freeDay(year, Math.floor(((index + 0.5) * DAYS) / spread.length), taken);
    taken.add(date);
    return { ...entry, date };
  });
  return [...fixed, ...placed].toSorted((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
}

type Undated = Omit<Entry, 'date'>;

const DAYS = 365;

/** A Tuesday, Wednesday or Thursday on which nothing else is, from a day of the year on; the last days of a year look back. */
function freeDay(year: number, from: number, taken: ReadonlySet<string>): string {
  const first = dayNumber(year, 1, 1);
  for (let step = 0; step < 2 * DAYS; step++) {
    const day = (from + step) % DAYS;
    if (isMidweek(first + day) && !taken.has(iso(first + day))) return iso(first + day);
  }
  return iso(first + from);
}

function isMidweek(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday >= 2 && weekday <= 4;
}

function iso(days: number): string {
  const { year, month, day } = civilOf(days);
  return `${year}-${`${month}`.padStart(2, '0')}-${`${day}`.padStart(2, '0')}`;
}

/** How often in a year a system's restores are tried by people, whatever runs by itself. */
const OFTEN: Readonly<Record<System['criticality']['value'], number>> = { critical: 4, high: 2, medium: 1, low: 1 };
const AGES: readonly Age[] = ['oldest', 'newest', 'middle'];

/** Every system in turn, so that the tests of one lie far apart. */
function restores({ plan }: Source): readonly Undated[] {
  const rounds: Undated[][] = [];
  for (const system of plan.systems) {
    if (system.exempt !== undefined) continue;
    const storages = inOrder(plan, system);
    if (storages.length === 0) continue;
    const tested = system.blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore'));
    const count = Math.max(storages.length * (tested ? 1 : 2), OFTEN[system.criticality.value]);
    for (let turn = 0; turn < count; turn++) {
      const storage = storages[turn % storages.length] ?? '';
      const age = AGES[Math.floor(turn / storages.length) % AGES.length] ?? 'newest';
      const site = sandbox(plan, system, storage);
      const round = rounds[turn] ?? [];
      rounds[turn] = round;
      round.push({
        id: `restore-${system.name}-${storage}-${age}-${turn + 1}`,
        time: hour(system.window ?? plan.window),
        box: system.rto === undefined ? undefined : spanSeconds(system.rto.value),
        test: { sort: 'restore', system, storage, age, site },
      });
    }
  }
  return rounds.flat();
}

/** Where the plan's own tests run; else what lies away from the system is tried where it would be recovered to. */
function sandbox(plan: Plan, system: System, storage: string): string {
  const [at] = system.blocks.flatMap(({ verifies }) => verifies.flatMap((verify) => verify.at ?? []));
  const away = isAway(plan, plan.storages.find(({ name }) => name === storage)?.at ?? '', system.at);
  const [other] = plan.scenarios.flatMap(({ recoverAt }) => recoverAt ?? []);
  return at ?? (away ? other : undefined) ?? system.at;
}

/** The storages that hold a system's points, those away from it first: they are what is left when its site is not. */
function inOrder(plan: Plan, system: System): readonly string[] {
  const storages = [...new Set(system.blocks.flatMap((block) => holding(plan, block)))];
  const away = storages.filter(({ at }) => isAway(plan, at, system.at));
  return [...away, ...storages.filter((storage) => !away.includes(storage))].map(({ name }) => name);
}

function failovers(plan: Plan): readonly Undated[] {
  return plan.systems.flatMap((system) =>
    system.standbys.map(({ at }) => ({
      id: `failover-${system.name}-${at}`,
      time: hour(system.window ?? plan.window),
      box: system.rto === undefined ? undefined : spanSeconds(system.rto.value),
      test: { sort: 'failover' as const, system, site: at },
    })),
  );
}

function keys(plan: Plan): readonly Undated[] {
  return plan.keys.map(({ name }) => ({ id: `key-${name}`, time: hour(plan.window), test: { sort: 'key' as const, key: name } }));
}

/** On the day on which each is due, or a day of the middle of the week before; one that is never drilled gets a day in June. */
function drills(source: Source, year: number): readonly Entry[] {
  const { plan } = source;
  if (plan.standardScenarios) return [];
  return plan.scenarios.flatMap((scenario, index): Entry[] => {
    const ends = turnsOf(source, scenario).flatMap(({ end }) => end ?? []);
    const box = ends.length === 0 ? undefined : Math.max(...ends);
    const every = scenario.drillEvery?.value;
    const base = scenario.drilled ?? plan.reviewed ?? `${year - 1}-12-01`;
    const dates = every === undefined ? [iso(dayNumber(year, 6, 1) + 7 * index)] : dueDates(base, every, year);
    return dates.map((date, turn) => ({
      id: `drill-${scenario.name}-${turn + 1}`,
      date: midweekBefore(date, year),
      time: hour(plan.window),
      box,
      test: { sort: 'drill', scenario },
    }));
  });
}

function reviews({ reviewed, reviewEvery }: Plan, year: number): readonly Entry[] {
  if (reviewed === undefined || reviewEvery === undefined) return [];
  return dueDates(reviewed, reviewEvery.value, year).map((date, turn) => ({ id: `review-${turn + 1}`, date, test: { sort: 'review' } }));
}

function acceptances({ acceptances: accepted }: Plan, year: number): readonly Entry[] {
  return accepted
    .filter(({ until }) => until.startsWith(`${year}-`))
    .map(({ check, for: of, until }) => ({
      id: `acceptance-${check.replaceAll('/', '.')}${of === undefined ? '' : `-${of}`}`,
      date: until,
      test: { sort: 'acceptance', check, for: of },
    }));
}

/** More than so many dates a year are no plan. */
const MOST = 53;

function dueDates(base: string, every: Span, year: number): readonly string[] {
  const found: string[] = [];
  if (spanSeconds(every) < 86400) return found;
  // Counted from the base each time, so that the 31st of a month does not become the 28th for good.
  for (let turn = 1; found.length < MOST; turn++) {
    const date = dateAfter(base, { years: every.years * turn, months: every.months * turn, seconds: every.seconds * turn });
    if (date === undefined || Number(date.slice(0, 4)) > year) break;
    if (date.startsWith(`${year}-`)) found.push(date);
  }
  return found;
}

function midweekBefore(date: string, year: number): string {
  const due = dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
  let day = due;
  while (!isMidweek(day)) day--;
  if (civilOf(day).year === year) return iso(day);
  day = due;
  while (!isMidweek(day)) day++;
  return iso(day);
}

const HOURS = [10, 14, 9, 15, 11, 13, 8, 16, 12, 17];

/** An hour of the working day at which no jobs may run. */
function hour(window: Plan['window']): number {
  const isOutside = (time: number): boolean =>
    window === undefined || (window.from <= window.to ? time < window.from || time >= window.to : time < window.from && time >= window.to);
  return 3600 * (HOURS.find((each) => isOutside(each * 3600)) ?? 10);
}
