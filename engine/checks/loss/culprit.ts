/** The statement that a worst-case loss is owed to, and how a message calls it. */
import type { Loss } from '../../assess/assessment.ts';
import { startsOf } from '../../assess/runs.ts';
import type { BackupBlock, Copy, Job, Place, Schedule, System } from '../../plan/model.ts';
import { spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { holds } from '../walk.ts';

export interface Culprit {
  readonly block: BackupBlock;
  readonly run: Job | Copy;
}

/**
 * The jobs and copies that the sum of a loss names, the one behind its largest part first; where it names none, what feeds the storage
 * that is left.
 */
export function culpritsOf(system: System, { derivation, witness }: Loss): readonly Culprit[] {
  const runs = system.blocks.flatMap((block) => [...block.jobs, ...block.copies].map((run): Culprit => ({ block, run })));
  const places = (derivation.parts ?? []).toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0)).flatMap(({ place }) => place ?? []);
  const named = places.flatMap(
    (place) => runs.find(({ run }) => run.place.file === place.file && holds(run.place.range, place.range)) ?? [],
  );
  if (named.length > 0) return [...new Set(named)];
  const feeds = runs.filter(({ run }) => run.to === witness?.storage);
  return [feeds.find(({ run }) => isCopy(run)) ?? feeds.find(({ run }) => isLog(run)) ?? feeds[0]].filter((found) => found !== undefined);
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

/** `daily schedule`, `hourly copy`, `copy every 30m`, `continuous log`, `copy to vault`. */
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

/** The longest time between two starts, by the clock: seconds. Undefined for what never runs twice. */
export function longestInterval(schedule: Schedule): number | undefined {
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
