import type { System } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { firstTime, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { duration, listed } from '../words.ts';
import { arrivalInterval, withoutClockChange } from './arrivals.ts';
import { addRule, longestStay, type Rule, rulesOn, storagesOf } from './rules.ts';

const id = { code: 'retention-can-empty', severity: 'warning' } as const;

const DAY = 86400;
/** Failures that go on for longer than this do not go unnoticed. */
const LONG = 14 * DAY;

interface Kept {
  readonly age: number;
  readonly rule: Rule;
  /** Runs within that age. */
  readonly runs: number;
  readonly storages: readonly string[];
}

export const retentionCanEmpty: Check = {
  ...id,
  group: 'retention',
  summary: 'A few failed runs, and everything that was made before them is pruned.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      const longest = longestKept(context, system);
      if (longest === undefined || longest.age > LONG || !isFirst(longest.rule.place)) continue;
      const { rule, runs, storages } = longest;
      const keep = `keep ${rule.keep.rules.map(({ place }) => textAt(context, place)).join(', ')}`;
      const message = `\`${keep}\` on ${listed(storages)} goes by age alone: after ${runs} failed ${runs === 1 ? 'run' : 'runs'} (${duration(longest.age)}) nothing of \`${system.name}\` that was made before them is kept, and a single new restore point is all there is. Add \`3 last\`.`;
      yield finding(id, rule.keep.place, message, {
        about: system.name,
        fixes: [{ title: 'Add `3 last`: the newest 3 stay, however many runs fail', edits: addRule(rule.keep, '3 last'), safe: false }],
      });
    }
  },
};

/** What keeps the points of a system longest. Undefined where something counts, keeps for ever, or cannot be told. */
function longestKept(context: CheckContext, { blocks }: System): Kept | undefined {
  let longest: Kept | undefined;
  for (const block of blocks) {
    for (const storage of pointStorages(block)) {
      const rules = rulesOn(block, storage);
      const age = longestStay(context, block, storage);
      const interval = arrivalInterval(block, storage);
      const [rule] = rules;
      if (age === undefined || interval === undefined || rule === undefined) return undefined;
      if (age > (longest?.age ?? 0))
        longest = { age, rule, runs: Math.max(1, Math.floor(age / withoutClockChange(interval))), storages: storagesOf(block, rule) };
    }
  }
  return longest;
}
