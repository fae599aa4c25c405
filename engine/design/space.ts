/**
 * The space that `design` searches, for one system. It is small on purpose: what a good administrator would consider, and no more.
 *
 * - **Style**: a tool that the catalogue allows for the kind, with fulls alone, or with differentials or incrementals between weekly or daily
 *   fulls; with the log (`continuous`) where the tool can be its base. Tools whose points are consistent only with the log always have it.
 *   Tools with generated scripts come first; one that behaves as an earlier one does is left out. Where other systems lie on the same server,
 *   tools that copy all of it are left out, and so is its log.
 * - **Rhythm**: a ladder from weekly to every 15 minutes. A run takes no more than half of its interval. Whole fulls of a kind whose log
 *   can be kept do not run more often than every 6 hours: its log does that better.
 * - **Primary storage**: one near the system (one further away only where none near helps), optional ones among them.
 * - **Copies**: to none, one or two further storages; to two only where neither alone does. They follow each restore point; with a log they
 *   may also run by the clock, or the log goes to each storage at once (`direct`).
 * - `keep`, `verify`, encryption and the times of the day follow from these by rule: `keep.ts`, `write.ts`, `load.ts`.
 *
 * Of one structure (style and storages) the schedule is the longest with which every target is met: a denser one costs the load of
 * production, which no price shows. Beside it stands the densest, for who wants the least loss or the fastest recovery.
 */
import type { Catalogue, Tool } from '../catalogue/catalogue.ts';
import type { Subject } from '../checks/check.ts';
import { engineOf } from '../generate/scripts/engines.ts';
import type { System } from '../plan/model.ts';
import { sharingServer } from '../plan/servers.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;

/** A rung of the ladder. */
export interface Rung {
  /** Seconds between two runs, clock changes aside. */
  readonly seconds: number;
  /** The schedule, as the plan writes it, with its first run so many minutes after midnight. */
  at(minute: number): string;
  /** It runs at the steps of the clock, which is 0 minutes, unless it is in the way of others there. */
  readonly isEven?: true;
}

const two = (number: number): string => String(number).padStart(2, '0');
/** `02:00`, of minutes after midnight. */
export const clock = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

function timesADay(count: number): Rung {
  const times = (minute: number): string =>
    Array.from({ length: count }, (_, index) => (minute + (index * 1440) / count) % 1440)
      .sort((a, b) => a - b)
      .map(clock)
      .join(', ');
  return { seconds: DAY / count, at: (minute) => `daily at ${times(minute)}` };
}

/** `every 4h` from midnight; later by some minutes of the hour it takes a line of cron, which goes by the same wall clock. */
function everyHours(hours: number): Rung {
  return {
    seconds: hours * HOUR,
    isEven: true,
    at: (minute) => (minute === 0 ? `every ${hours}h` : `cron "${minute % 60} */${hours} * * *"`),
  };
}

/** `every 30m`; later by some minutes it goes by UTC, whose clock never changes, as `every` does. */
function everyMinutes(minutes: number): Rung {
  const from = (first: number): string => Array.from({ length: 60 / minutes }, (_, index) => (first % minutes) + index * minutes).join(',');
  return {
    seconds: minutes * MINUTE,
    isEven: true,
    at: (minute) => (minute === 0 ? `every ${minutes}m` : `cron "${from(minute)} * * * *" in "UTC"`),
  };
}

export const rungs = {
  weekly: { seconds: 7 * DAY, at: (minute) => `weekly on sunday at ${clock(minute)}` },
  daily: timesADay(1),
  twice: timesADay(2),
  sixHours: timesADay(4),
  fourHours: everyHours(4),
  threeHours: everyHours(3),
  twoHours: everyHours(2),
  hourly: { seconds: HOUR, at: (minute) => (minute % 60 === 0 ? 'hourly' : `hourly at :${two(minute % 60)}`) },
  halfHour: everyMinutes(30),
  quarter: everyMinutes(15),
} as const satisfies Record<string, Rung>;

const ladder: readonly Rung[] = Object.values(rungs);

export type Increment = 'differential' | 'incremental';

/** Which tool makes what. */
export interface Style {
  readonly tool: Tool;
  readonly between?: Increment;
  readonly log: boolean;
}

/** When restore points are made. */
export interface Rhythm {
  readonly full: Rung;
  readonly between?: Rung;
}

/** How what is on the primary storage comes to the others. */
export type Carrying = 'after' | 'direct' | Rung;

/** Seconds between two restore points. */
export function gapOf({ full, between }: Rhythm): number {
  return (between ?? full).seconds;
}

/** The styles that a system can be backed up in, those with scripts first, the plainest first. */
export function stylesOfSystem({ plan, catalogue }: Pick<Subject, 'plan' | 'catalogue'>, system: System): readonly Style[] {
  return stylesFor(system.kind, catalogue, sharingServer(plan, system).length > 0);
}

/** The styles of a kind; of those the ones that leave the rest of the server alone, where it is `shared`. */
export function stylesFor(kind: string, catalogue: Catalogue, shared = false): readonly Style[] {
  const tools = (catalogue.systems[kind]?.tools ?? [])
    .flatMap((name) => catalogue.tools[name] ?? [])
    .filter(({ wholeServer }) => !shared || !wholeServer);
  const distinct = tools
    .toSorted((a, b) => Number(engineOf(a.name, kind) === undefined) - Number(engineOf(b.name, kind) === undefined))
    .filter((tool, index, all) => !all.slice(0, index).some((other) => surpasses(other, tool, kind)));
  return distinct.flatMap((tool) => stylesOf(tool, kind)).filter(({ log }) => !shared || !log);
}

/** Whether a tool can do all that another can, with the same figures. */
function surpasses(one: Tool, other: Tool, kind: string): boolean {
  return (
    one.capture === other.capture &&
    one.deduplicates === other.deduplicates &&
    one.restoreAt === other.restoreAt &&
    (one.logBase || !other.logBase) &&
    (other.jobs[kind] ?? []).every((word) => one.jobs[kind]?.includes(word))
  );
}

function stylesOf(tool: Tool, kind: string): readonly Style[] {
  const can = (word: Increment | 'full' | 'log'): boolean => tool.jobs[kind]?.includes(word) === true;
  if (!can('full')) return [];
  const logs = tool.logBase && can('log') ? (tool.capture === 'end' ? [true] : [false, true]) : [false];
  const between = [undefined, ...(['differential', 'incremental'] as const).filter(can)];
  return logs.flatMap((log) => between.map((word) => ({ tool, log, ...(word === undefined ? {} : { between: word }) })));
}

/** The rhythms of a style, the longest first. `whole`: the kind has a style with a log, which spares dense fulls. */
export function rhythmsOf({ tool, between, log }: Style, whole: boolean): readonly Rhythm[] {
  if (between !== undefined) {
    const pairs: readonly (readonly [Rung, Rung])[] = [
      [rungs.weekly, rungs.daily],
      [rungs.weekly, rungs.twice],
      [rungs.weekly, rungs.sixHours],
      [rungs.daily, rungs.fourHours],
      [rungs.daily, rungs.twoHours],
      [rungs.daily, rungs.hourly],
    ];
    return pairs.slice(0, log ? 3 : pairs.length).map(([full, step]) => ({ full, between: step }));
  }
  const least = whole && !tool.deduplicates ? 6 * HOUR : 0;
  return ladder.filter(({ seconds }) => seconds >= least).map((full) => ({ full }));
}

/** What a person would choose who wants it quick: restore points every six hours; every hour where they cost next to nothing. */
export function densestOf({ tool, log }: Style, rhythms: readonly Rhythm[]): Rhythm | undefined {
  const least = log || !tool.deduplicates ? rungs.sixHours.seconds : rungs.hourly.seconds;
  return rhythms.findLast((each) => gapOf(each) >= least) ?? rhythms.at(-1);
}

/** How the copies of a style may run, the longest intervals first. */
export function carryingsOf({ log }: Style, copies: number): readonly Carrying[] {
  if (copies === 0 || !log) return ['after'];
  return [...ladder.slice(1), 'direct'];
}
