/**
 * Why a worst-case loss is as long as it is: the way from the state that is left to the instant at which the next one arrives, cut
 * where runs start and end. The parts always add up to the loss.
 */
import { spanSeconds } from '../../plan/model.ts';
import type { LogRuns } from '../made/log-runs.ts';
import type { Stream } from '../made/made.ts';
import { sayDate, sayDuration } from '../say.ts';
import { zoneOf } from '../schedule/calendar.ts';
import { startsOf, type Timing } from '../schedule/runs.ts';
import { TICK, WINDOW } from '../schedule/window.ts';
import { BoundCursor } from './bound.ts';
import type { View } from './log-views.ts';
import { intervalsOf } from './points.ts';
import { nameOf, type Scene, type Struck, sceneOf, wayOf } from './scene.ts';
import type { Worst } from './states.ts';

/** What a part rests on: a job or a copy, by its index in its block's shape. */
export interface PartSource {
  readonly block: number;
  readonly job?: number;
  readonly copy?: number;
}

export interface Part {
  /** Reads after its length: `until the dump is on nas`. */
  readonly label: string;
  readonly seconds: number;
  readonly source?: PartSource;
  /** What of the job or copy it is; undefined: nothing that the plan says of it. */
  readonly of?: 'interval' | 'duration' | 'lag';
}

export interface Explanation {
  readonly parts: readonly Part[];
  /** Name of the storage that the state that is left is read from. */
  readonly storage?: string;
}

/** Explains a worst loss that is finite. `own` is the storage to which points were confined, if they were. */
export function explain(blocks: readonly Struck[], worst: Worst): Explanation {
  const { at, state } = worst;
  const scenes = blocks.map((block, index) => sceneOf(block, index, at));
  const storage = scenes.map((scene) => storageOf(scene, worst)).find((name) => name !== undefined);
  for (const scene of scenes) {
    const lag = lagPart(scene, worst);
    if (lag !== undefined) return { parts: lag, storage };
  }
  const next = arrivalAt(scenes, at, state);
  const rest = at === WINDOW.end ? 'until the years that are looked at end' : 'until something newer can be restored';
  const parts = next === undefined ? [{ label: rest, seconds: at - state }] : next.parts(state, at);
  return { parts: parts.filter(({ seconds }) => seconds !== 0), storage };
}

/** Where the state lies: the storage of the log that ends there, else the first that holds the point. */
function storageOf(scene: Scene, { at, state }: Worst): string | undefined {
  const { storages } = scene.history.shape;
  const log = scene.views.find((view) => view.usable && headAt(view, at) === state);
  if (log !== undefined) return storages[log.stream.storage]?.name;
  const { capture } = scene.history.points;
  const there = storages.find((_, storage) => {
    const open = scene.onStorage(storage);
    for (let point = capture.indexOf(state); point >= 0; point = capture.indexOf(state, point + 1))
      if (isOpenBefore(intervalsOf(open, point), at)) return true;
    return false;
  });
  return there?.name;
}

function headAt({ heads }: View, at: number): number {
  return new BoundCursor(heads).value(at - TICK, at);
}

function isOpenBefore(open: readonly number[], at: number): boolean {
  return open.some((low, index) => index % 2 === 0 && low < at && at <= (open[index + 1] ?? 0));
}

/** A continuous log that is always as far behind. */
function lagPart(scene: Scene, { at, state }: Worst): Part[] | undefined {
  const view = scene.views.find(({ usable, heads }) => usable && 'behind' in heads && heads.behind > 0 && at - heads.behind === state);
  if (view === undefined || !('job' in view.stream.origin)) return undefined;
  const { lag = 0 } = view.stream;
  const storage = nameOf(scene, view.stream.storage);
  const parts: Part[] = [
    { label: `until the log is on ${storage}`, seconds: lag, source: { block: scene.block, job: view.stream.origin.job }, of: 'lag' },
  ];
  if (lag !== at - state) parts.push({ label: 'that the log goes on before the damage is found', seconds: at - state - lag });
  return parts;
}

type Arrived = NonNullable<ReturnType<LogRuns['at']>>;

interface Arrival {
  readonly state: number;
  parts(state: number, at: number): Part[];
}

/** What makes something newer restorable at the witness. */
function arrivalAt(scenes: readonly Scene[], at: number, state: number): Arrival | undefined {
  const arrivals = scenes.flatMap((scene) => [...pointArrivals(scene, at), ...logArrivals(scene, at)]);
  return arrivals.filter((arrival) => arrival.state > state).sort((a, b) => b.state - a.state)[0];
}

function pointArrivals(scene: Scene, at: number): Arrival[] {
  const { points } = scene.history;
  const arrivals: Arrival[] = [];
  for (let point = 0; point < points.count; point++) {
    if (intervalsOf(scene.points, point).some((low, index) => index % 2 === 0 && low === at))
      arrivals.push({ state: points.capture[point] ?? 0, parts: (state: number) => pointParts(scene, point, state, at) });
  }
  return arrivals;
}

function logArrivals(scene: Scene, at: number): Arrival[] {
  return scene.views.flatMap((view) => {
    const { heads, stream } = view;
    const arrived = view.usable && 'later' in heads ? stream.runs.at(at - heads.later) : undefined;
    return arrived === undefined ? [] : [{ state: arrived.run.to, parts: (state: number) => logParts(scene, stream, arrived, state, at) }];
  });
}

function logParts(scene: Scene, stream: Stream, { run, before: earlier }: Arrived, state: number, at: number): Part[] {
  const { block, history } = scene;
  const to = nameOf(scene, stream.storage);
  const { available, start } = run;
  const before = earlier?.start ?? state;
  const found = late(available - at);
  if ('job' in stream.origin) {
    const source = { block, job: stream.origin.job };
    return [
      ...between(Math.min(before, state), start, history.shape.jobs[source.job]?.timing, 'between log runs', source),
      { label: 'that the newest log is older than the run before', seconds: Math.min(before, state) - state, source },
      { label: `until the log is on ${to}`, seconds: available - start, source, of: 'duration' },
      ...found,
    ];
  }
  const source = { block, copy: stream.origin.copy };
  const copy = history.shape.copies[source.copy];
  const from = nameOf(scene, copy?.from ?? -1);
  const timing = copy !== undefined && !('after' in copy.timing) ? copy.timing : undefined;
  const first = Math.max(before, state);
  const log = history.streams.find((other) => other.storage === copy?.from);
  return [
    {
      label: `until the log is on ${from}`,
      seconds: first - state,
      source: log !== undefined && 'job' in log.origin ? { block, job: log.origin.job } : source,
    },
    ...between(first, start, timing, `between copies from ${from} to ${to}`, source),
    { label: `until the copy is on ${to}`, seconds: available - start, source, of: 'duration' },
    ...found,
  ];
}

function pointParts(scene: Scene, point: number, state: number, at: number): Part[] {
  const { history, block } = scene;
  const { points, shape } = history;
  const start = points.start[point] ?? 0;
  const job = points.job[point] ?? 0;
  const noun = shape.jobs[job]?.noun ?? 'run';
  const source = { block, job };
  const capture = points.capture[point] ?? 0;
  if (capture === at) return neighbours(scene, point, state, at);
  const before = pointOf(scene, state);
  const from = before === undefined ? state : (points.start[before] ?? state);
  const parts: Part[] = [...gap(scene, from, point, start)];
  if (before !== undefined && from !== state) {
    const length = (points.end[point] ?? 0) - start;
    const shorter = state - from;
    const name = nameOf(scene, shape.jobs[job]?.to ?? -1);
    // A tool that fixes the state as it ends has the run before it to thank for as much as that one took.
    parts.push({ label: `that the ${noun} takes longer to be on ${name} than the run before it`, seconds: length - shorter, source });
  } else
    parts.push({
      label: `until the ${noun} is on ${nameOf(scene, shape.jobs[job]?.to ?? -1)}`,
      seconds: (points.end[point] ?? 0) - start,
      source,
      of: 'duration',
    });
  const way = wayOf(scene, point, at + scene.delay) ?? wayOf(scene, point, at);
  let reached = points.end[point] ?? 0;
  for (const hop of way ?? []) {
    parts.push({
      label: `until the copy from ${hop.from} to ${hop.to} starts`,
      seconds: hop.start - reached,
      source: { block, copy: hop.copy },
    });
    parts.push({
      label: `until the copy is on ${hop.to}`,
      seconds: hop.end - hop.start,
      source: { block, copy: hop.copy },
      of: 'duration',
    });
    reached = hop.end;
  }
  if (way === undefined) parts.push({ label: 'until what it needs has arrived', seconds: at - reached, source });
  else parts.push(...late(reached - at));
  return parts;
}

/** Both points are there when the damage is found: only the time between their captures counts. */
function neighbours(scene: Scene, point: number, state: number, at: number): Part[] {
  const { points, shape } = scene.history;
  const before = pointOf(scene, state);
  const job = points.job[point] ?? 0;
  const atEnd = shape.jobs[job]?.capturedAtEnd === true;
  const from = before === undefined || !atEnd ? state : (points.start[before] ?? state);
  const start = atEnd ? (points.start[point] ?? at) : at;
  return [
    ...gap(scene, from, point, start),
    {
      label: 'that the run takes longer than the one before it',
      seconds: at - start - (state - from),
      source: { block: scene.block, job },
    },
  ];
}

function pointOf({ history }: Scene, state: number): number | undefined {
  const found = history.points.capture.indexOf(state);
  return found < 0 ? undefined : found;
}

/** From a run (or a state) to the next run whose point is left. */
function gap(scene: Scene, from: number, point: number, start: number): Part[] {
  const { points, shape } = scene.history;
  const job = points.job[point] ?? 0;
  const timing = shape.jobs[job]?.timing;
  const source = { block: scene.block, job };
  // Snapshots come and go beside the chain; only runs like this one make a gap of their own.
  const snapshot = shape.jobs[job]?.word === 'snapshot';
  const made = points.start.some(
    (other, index) => other > from && other < start && (shape.jobs[points.job[index] ?? 0]?.word === 'snapshot') === snapshot,
  );
  if (made) {
    const label =
      scene.delay === 0
        ? 'between the restore points that are left'
        : `between the restore points that are left ${sayDuration(spanSeconds(scene.detectedAfter))} later`;
    return between(from, start, timing, label, source);
  }
  // Without a run in between, a scheduled start in between was skipped: the run before was still going.
  const skipped = shape.jobs
    .flatMap(({ timing: each, word }) =>
      each === 'continuous' || word === 'log' || word === 'snapshot' ? [] : [...startsOf(each, shape.from, shape.until)],
    )
    .filter((other) => other > from && other < start);
  if (skipped.length === 0 || points.start.indexOf(from) < 0) return between(from, start, timing, 'between runs', source);
  const first = Math.min(...skipped);
  return [
    ...between(from, first, timing, 'between runs', source),
    { label: 'since a run is skipped while the one before it is still going', seconds: start - first, source },
  ];
}

/** A length between two runs, a clock change in it told apart where the schedule goes by the wall clock. */
function between(from: number, to: number, timing: Timing | 'continuous' | undefined, label: string, source: PartSource): Part[] {
  if (timing === undefined || timing === 'continuous' || !followsWallClock(timing))
    return [{ label, seconds: to - from, source, of: 'interval' }];
  const zone = zoneOf(timing.zone);
  const moved = zone.offset(to) - zone.offset(from);
  if (moved === 0) return [{ label, seconds: to - from, source, of: 'interval' }];
  const change = zone.changes(from, to + 1).findLast(({ by }) => Math.sign(by) === Math.sign(moved));
  const day = change === undefined ? '' : ` on ${sayDate(change.at, timing.zone)}`;
  return [
    { label, seconds: to - from + moved, source, of: 'interval' },
    { label: `when clocks go ${moved < 0 ? 'back' : 'forward'}${day}`, seconds: -moved, source },
  ];
}

function followsWallClock({ form }: Timing): boolean {
  return form.form !== 'hourly' && !(form.form === 'every' && spanSeconds(form.span) <= 3600);
}

function late(seconds: number): Part[] {
  return [{ label: 'that pass before the damage is found, in which it still arrives', seconds: -seconds }];
}
