/** What a worst-case loss is owed to, and how a message calls it. */
import type { Loss } from '../../assess/assessment.ts';
import { startsOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Copy, Job, Place, Schedule, System } from '../../plan/model.ts';
import { spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { holds } from '../walk.ts';

export interface Culprit {
  readonly block: BackupBlock;
  readonly run: Job | Copy;
}

export interface Cause {
  /** The jobs and copies that the sum names, the one that has to change first. */
  readonly culprits: readonly Culprit[];
  /** The runs were often enough, but what they made is gone by the time the damage is found. */
  readonly gone?: 'points' | 'log';
}

/** Clock changes and the length of runs make gaps this much longer than what is scheduled. */
const SLACK = 3600;

/** Why so much is lost; `detectedAfter` is the scenario's, in seconds. */
export function causeOf(system: System, loss: Loss, detectedAfter: number): Cause {
  const culprits = named(system, loss);
  const [first, ...others] = culprits;
  if (first === undefined || isCopy(first.run) || isLog(first.run)) return { culprits };
  if (detectedAfter > 0 && first.block.jobs.some(isLog)) return { culprits, gone: 'log' };
  const gap = Math.max(...(loss.derivation.parts ?? []).map(({ value = 0 }) => value));
  if (gap <= (intervalOf(first.run) ?? gap) + SLACK) return { culprits };
  const seldom = others.find(({ run }) => isCopy(run) && (intervalOf(run) ?? 0) >= gap - SLACK);
  return seldom === undefined ? { culprits, gone: 'points' } : { culprits: [seldom, first, ...others.filter((other) => other !== seldom)] };
}

/** What the sum names, the largest part first; where it names nothing, what feeds the storage that is left. */
function named(system: System, { derivation, witness }: Loss): readonly Culprit[] {
  const runs = system.blocks.flatMap((block) => [...block.jobs, ...block.copies].map((run): Culprit => ({ block, run })));
  const places = (derivation.parts ?? []).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).flatMap(({ place }) => place ?? []);
  const found = places.flatMap(
    (place) => runs.find(({ run }) => run.place.file === place.file && holds(run.place.range, place.range)) ?? [],
  );
  if (found.length > 0) return [...new Set(found)];
  const feeds = runs.filter(({ run }) => run.to === witness?.storage);
  return [feeds.find(({ run }) => isCopy(run)) ?? feeds.find(({ run }) => isLog(run)) ?? feeds[0]].filter((each) => each !== undefined);
}

export function isCopy(run: Job | Copy): run is Copy {
  return 'from' in run;
}

export function isLog(run: Job | Copy): boolean {
  return !isCopy(run) && run.word === 'log';
}

/** The schedule by the clock, if it has one. */
export function clockOf(run: Job | Copy): Schedule | undefined {
  return run.schedule !== 'continuous' && 'form' in run.schedule ? run.schedule : undefined;
}

/** `daily schedule`, `run every 6h`, `hourly copy`, `copy every 30m`, `continuous log`, `copy to vault`. */
export function calledBy(run: Job | Copy): string {
  const noun = isCopy(run) ? (run.move ? 'move' : 'copy') : isLog(run) ? 'log' : 'schedule';
  if (run.schedule === 'continuous') return `continuous ${noun}`;
  const clock = clockOf(run);
  if (clock === undefined) return `${noun} to ${run.to}`;
  const { form } = clock;
  if (form.form === 'every') return `${noun === 'schedule' ? 'run' : noun} every ${durationAs(spanSeconds(form.span))}`;
  return `${form.form === 'weekdays' ? 'weekday' : form.form} ${noun}`;
}

const longest = new WeakMap<Float64Array, number>();

/** The longest time between two starts, by the clock: seconds. Undefined for what runs after something else, or never twice. */
export function intervalOf(run: Job | Copy): number | undefined {
  const schedule = clockOf(run);
  if (schedule === undefined) return undefined;
  const starts = startsOf(schedule, Date.UTC(2027, 0, 1) / 1000, Date.UTC(2029, 0, 1) / 1000);
  if (starts.length < 2) return undefined;
  const known = longest.get(starts);
  if (known !== undefined) return known;
  let found = 0;
  for (let index = 1; index < starts.length; index += 1) found = Math.max(found, (starts[index] ?? 0) - (starts[index - 1] ?? 0));
  longest.set(starts, found);
  return found;
}

export function isDaily(run: Job | Copy): boolean {
  const form = clockOf(run)?.form.form;
  return form === 'daily' || form === 'weekdays';
}

/** What stands in the text at a place. */
export function writtenAt(files: readonly { readonly path: string; readonly text: string }[], place: Place): string {
  return files.find((file) => file.path === place.file)?.text.slice(place.range.start, place.range.end) ?? '';
}
