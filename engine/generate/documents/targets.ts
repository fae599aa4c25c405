/** Loss and recovery of one system in one scenario, in a word or two for a table. */
import type { Loss, Recovery } from '../../assess/assessment.ts';
import { code } from './markdown/escape.ts';
import { duration } from './words.ts';

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
