/** How a loss or a recovery stands to its target, in words and in a sign. */
import type { Loss, Recovery } from '../../assess/assessment.ts';
import { sayDuration } from '../../assess/say.ts';
import type { Standing } from './picture.ts';
import type { Sign, Tone } from './svg/marks.ts';

export interface Verdict {
  /** `1h21m2s`, `everything`, `never`, `not known`. */
  readonly text: string;
  /** `1h`; undefined without a target. */
  readonly target?: string;
  /** Undefined without a target. */
  readonly word?: Standing;
  /** Seconds; undefined unless known. */
  readonly seconds?: number;
  readonly tone: Tone;
  readonly sign: Sign;
  /** Nothing is left to recover from. */
  readonly shut: boolean;
}

/** The figure as exactly as there is room for: rounded up, so that nobody is promised too much. Seconds. */
export function fitting(seconds: number, fits: (text: string) => boolean): string {
  const texts = [1, 60, 3600, 86400].map((unit) => sayDuration(unit === 1 ? seconds : Math.ceil(seconds / unit) * unit));
  return texts.find(fits) ?? texts.at(-1) ?? '';
}

export function lossVerdict(loss: Loss): Verdict {
  return verdict(loss, 'everything');
}

export function recoveryVerdict(recovery: Recovery): Verdict {
  return verdict(recovery, 'never');
}

function verdict({ status, seconds, target: goal, met }: Loss | Recovery, hopeless: string): Verdict {
  const target = goal === undefined ? undefined : sayDuration(goal);
  if (status === 'unrecoverable')
    return { text: hopeless, target, word: target === undefined ? undefined : 'not met', tone: 'bad', sign: 'cross', shut: true };
  if (status === 'unknown' || seconds === undefined)
    return {
      text: 'not known',
      target,
      word: target === undefined ? undefined : 'not known',
      tone: 'plain',
      sign: 'question',
      shut: false,
    };
  const text = sayDuration(seconds);
  if (met === undefined) return { text, target, seconds, tone: 'plain', sign: 'dash', shut: false };
  return met
    ? { text, target, word: 'met', seconds, tone: 'good', sign: 'check', shut: false }
    : { text, target, word: 'not met', seconds, tone: 'bad', sign: 'cross', shut: false };
}
