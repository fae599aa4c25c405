/** Loss and recovery of one system in one scenario, in a word or two for a table. */
import type { Assessment, Loss, Recovery } from '../../assess/assessment.ts';
import { code } from './markdown/escape.ts';
import { duration } from './words.ts';

/** A target of a system in a scenario that affects it. */
export interface Target {
  readonly scenario: string;
  readonly system: string;
  readonly of: 'loss' | 'recovery';
  /** Undefined where nobody can say. */
  readonly met: boolean | undefined;
}

/** Every target that is put to the test in a scenario, in the order of the plan. */
export function targetsOf({ systems }: Assessment): readonly Target[] {
  return systems.flatMap(({ name: system, scenarios }) =>
    scenarios
      .filter(({ affected }) => affected)
      .flatMap(({ scenario, loss, recovery }) =>
        (
          [
            ['loss', loss],
            ['recovery', recovery],
          ] as const
        ).flatMap(([of, { target, met }]) => (target === undefined ? [] : [{ scenario, system, of, met }])),
      ),
  );
}

/** How many targets are met. */
export function keptPromises(assessment: Assessment): number {
  return targetsOf(assessment).filter(({ met }) => met === true).length;
}

export function lossWord(loss: Loss): string {
  if (loss.status === 'unrecoverable') return '**everything**';
  if (loss.status === 'unknown') return `not known: the plan lacks ${missing(loss)}`;
  return duration(loss.seconds ?? 0);
}

export function recoveryWord(recovery: Recovery): string {
  if (recovery.status === 'unrecoverable') return '**cannot be recovered**';
  if (recovery.status === 'unknown') return `not known: the plan lacks ${missing(recovery)}`;
  return duration(recovery.seconds ?? 0);
}

/** `1h, met`, `1h, **not met**`; `none` where the plan sets no target. */
export function targetWord(result: Loss | Recovery): string {
  if (result.target === undefined) return 'none';
  const target = duration(result.target);
  if (result.met === undefined) return `${target}, not known`;
  return result.met ? `${target}, met` : `${target}, **not met**`;
}

function missing(result: Loss | Recovery): string {
  return (result.missing ?? []).map(code).join(', ');
}
