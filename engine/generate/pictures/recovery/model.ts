/** In which order the systems of a scenario come back, what each does meanwhile, and who holds up whom. */
import type { RecoveryStepKind } from '../../../assess/assessment.ts';
import { sayDuration } from '../../../assess/say.ts';
import type { Scenario } from '../../../plan/model.ts';
import { recoveryOrder, resultOf } from '../../documents/source.ts';
import { cell, type PictureSource, type Table } from '../picture.ts';
import { recoveryVerdict, type Verdict } from '../verdict.ts';

export interface RecoveryModel {
  readonly scenario: string;
  /** In the order in which they are begun. */
  readonly rows: readonly RecoveryRow[];
  /** When the last of those that come back is back, in seconds after detection. */
  readonly last: number;
}

export interface RecoveryRow {
  readonly system: string;
  /** `vault`, `standby at far`; undefined where nothing is read. */
  readonly from?: string;
  readonly steps: readonly TimedStep[];
  readonly verdict: Verdict;
  /** Seconds. */
  readonly target?: number;
  /** Why there is no time. */
  readonly because?: string;
  /** It is one of those that the last one has waited for, or the last one itself. */
  readonly critical: boolean;
  /**
   * Seconds by which it could be back later without the last of all being back later, if restores are as fast then as now. Undefined
   * where it is not known when it is back.
   */
  readonly slack?: number;
}

/** `start` in seconds after detection. */
export interface TimedStep {
  readonly step: RecoveryStepKind;
  readonly start: number;
  readonly seconds: number;
  /** The system that is waited for, or what a `step` says. */
  readonly for?: string;
}

export function recoveryModel(source: PictureSource, scenario: Scenario): RecoveryModel {
  const turns = recoveryOrder(source, scenario).flatMap((system) => {
    const recovery = resultOf(source, system.name, scenario.name)?.recovery;
    return recovery === undefined ? [] : [{ system, recovery, steps: timed(recovery.steps) }];
  });
  const known = turns.filter(({ recovery }) => recovery.seconds !== undefined);
  const last = Math.max(0, ...known.map(({ recovery }) => recovery.seconds ?? 0));
  const path = known.find(({ recovery }) => recovery.seconds === last)?.recovery.criticalPath ?? [];
  const latest = latestFinishes(
    known.map(({ system, recovery, steps }) => ({
      name: system.name,
      after: recovery.standby === undefined ? system.dependsOn.map(({ name }) => name) : [],
      own: steps
        .filter(({ step }) => step !== 'declare' && step !== 'provision' && step !== 'wait')
        .reduce((sum, { seconds }) => sum + seconds, 0),
    })),
    last,
  );
  return {
    scenario: scenario.name,
    last,
    rows: turns.map(({ system, recovery, steps }) => ({
      system: system.name,
      from: recovery.standby === undefined ? recovery.source : `standby at ${recovery.standby}`,
      steps,
      verdict: recoveryVerdict(recovery),
      target: recovery.target,
      because: recovery.seconds === undefined ? recovery.derivation.label : undefined,
      critical: path.includes(system.name),
      slack: recovery.seconds === undefined ? undefined : Math.max(0, (latest.get(system.name) ?? last) - recovery.seconds),
    })),
  };
}

function timed(steps: readonly Omit<TimedStep, 'start'>[]): readonly TimedStep[] {
  let start = 0;
  return steps.map((each) => {
    const from = start;
    start += each.seconds;
    return { ...each, start: from };
  });
}

interface Activity {
  readonly name: string;
  readonly after: readonly string[];
  /** Seconds of its own work. */
  readonly own: number;
}

/** When each may be back at the latest: before all that waits for it must begin, or with the last of all. `activities` come in order. */
function latestFinishes(activities: readonly Activity[], last: number): ReadonlyMap<string, number> {
  const latest = new Map(activities.map(({ name }) => [name, last]));
  for (const { name, after, own } of activities.toReversed()) {
    const begin = (latest.get(name) ?? last) - own;
    for (const awaited of after) if (latest.has(awaited)) latest.set(awaited, Math.min(latest.get(awaited) ?? last, begin));
  }
  return latest;
}

export const stepWords: Readonly<Record<RecoveryStepKind, string>> = {
  declare: 'Declare',
  provision: 'Provision',
  wait: 'Wait',
  retrieve: 'Retrieve',
  transfer: 'Transfer',
  replay: 'Replay',
  step: 'Other steps',
  redeploy: 'Redeploy',
  failover: 'Fail over',
};

export function usedSteps({ rows }: RecoveryModel): readonly RecoveryStepKind[] {
  const used = new Set(rows.flatMap(({ steps }) => steps.flatMap(({ step, seconds }) => (seconds > 0 ? [step] : []))));
  return (Object.keys(stepWords) as RecoveryStepKind[]).filter((step) => used.has(step));
}

export function recoveryTable(model: RecoveryModel): Table {
  const steps = usedSteps(model);
  return {
    head: ['System', 'From', ...steps.map((step) => stepWords[step]), 'Back after', 'RTO', 'Could be later by', 'Critical path'],
    rows: model.rows.map((row) => [
      cell(row.system),
      cell(row.from ?? ''),
      ...steps.map((step) => {
        const mine = row.steps.filter((each) => each.step === step);
        if (mine.length === 0) return cell('');
        const seconds = mine.reduce((sum, each) => sum + each.seconds, 0);
        const awaited = step === 'wait' ? ` for ${mine[0]?.for ?? ''}` : '';
        return cell(`${sayDuration(seconds)}${awaited}`, seconds);
      }),
      cell(row.because === undefined ? row.verdict.text : `${row.verdict.text}: ${row.because}`, row.verdict.seconds),
      cell(row.target === undefined ? 'none' : `${sayDuration(row.target)}, ${row.verdict.word}`, row.target),
      row.slack === undefined ? cell('') : cell(sayDuration(row.slack), row.slack),
      cell(row.critical ? 'yes' : ''),
    ]),
  };
}
