/** After a `keep`, or after each of its rules, how far back it reaches at worst. */
import { duration } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import type { Place } from '../../engine/plan/model.ts';
import { judgedOf } from '../explain/figures.ts';
import { leastOfRule, reachesOfKeep, reachText } from '../explain/retention.ts';
import { type Hint, needs } from './hint.ts';

/**
 * A `keep` of one rule tells what it is worth with its chains and locks. One of several rules tells what each rule alone is worth, and
 * the whole only where that is something else than the longest of them.
 */
export function retentionHints(examination: Examination, place: Place): Hint[] {
  const reaches = reachesOfKeep(examination, judgedOf(examination).systems, place);
  const tooltip = reachText(examination, reaches);
  const hint = (offset: number, label: string | undefined): Hint[] => (label === undefined ? [] : [{ offset, label, tooltip }]);
  if (reaches.missing.length > 0) return hint(place.range.end, needs(reaches.missing));
  const [worst] = reaches.known;
  if (worst === undefined) return [];
  const { rules } = worst.keep;
  const whole = back(worst.reach.seconds);
  if (rules.length === 1) return hint(place.range.end, whole);
  const alone = rules.map((_, index) => leastOfRule(reaches.known, index));
  const hints = alone.flatMap((seconds, index) => hint(rules[index]?.place.range.end ?? place.range.end, back(seconds)));
  return whole === back(Math.max(...alone)) ? hints : [...hints, ...hint(place.range.end, whole && `together ${whole}`)];
}

const DAY = 86400;

/** Whole days from three days on, rounded down: nobody may count on the rest. Undefined where all is kept, as the plan says. */
function back(seconds: number): string | undefined {
  if (seconds === Infinity) return undefined;
  if (seconds === 0) return 'at times reaches nothing';
  return `reaches ${seconds < 3 * DAY ? duration(seconds) : `${Math.floor(seconds / DAY)} days`}`;
}
