/** Deliberate mistakes: in a file of the engine one text, which must be there exactly once, is replaced by another. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({ name, file: `engine/assess/${file}`, from, to });

export const mutants: readonly Mutant[] = [
  mutant('capture at start and end swapped', 'block.ts', "tool?.capture === 'end' && job.word", "tool?.capture === 'start' && job.word"),
  mutant('a lock does not help against an intruder', 'damage.ts', "storage.immutable === undefined ? 'gone' : 'locked'", "'gone'"),
  mutant('a lock helps for ever', 'points.ts', 'if (lock !== undefined) high', 'if (lock === null) high'),
  mutant('a lock does not stop pruning', 'retention.ts', 'if (lock === undefined) drop(kept, gone);', 'if (now > 0) drop(kept, gone);'),
  mutant('pruned at the limit instead of beyond it', 'retention.ts', 'return young < 0;', 'return young <= 0;'),
  mutant('one point more than N', 'retention.ts', 'length > rule.count', 'length > rule.count + 1'),
  mutant(
    'what a kept point needs is pruned',
    'retention.ts',
    'for (let point = first; point >= 0; point = needsOf(point)) {\n      const count = holds.get(point) ?? 0;',
    'for (let point = first; point >= 0; point = -1) {\n      const count = holds.get(point) ?? 0;',
  ),
  mutant(
    'a point is restorable without what it needs',
    'points.ts',
    'intervals === undefined || needs === -1 ? intervals',
    'intervals === undefined || needs < count ? intervals',
  ),
  mutant(
    'points of after the intrusion are trusted',
    'points.ts',
    'Math.max(untrusted ? available : available - delay,',
    'Math.max(available - delay,',
  ),
  mutant(
    'pruning between incident and detection forgotten',
    'points.ts',
    '(holdings.gone[place] ?? 0) - delay;',
    'holdings.gone[place] ?? 0;',
  ),
  mutant('a skipped time runs before the gap', 'calendar.ts', 'return offset(late) === after ? late : early;', 'return late;'),
  mutant(
    'a time that comes twice runs the second time',
    'calendar.ts',
    'if (offset(early) === before) return early;',
    'if (offset(early) === before && offset(local - after) !== after) return early;',
  ),
  mutant(
    'log joined over a gap',
    'logs.ts',
    'if (from > before) gaps.push(before, from);',
    'if (from > before + 1e9) gaps.push(before, from);',
  ),
  mutant('the lag of a continuous log ignored', 'logs.ts', 'return { behind: stream.lag - later };', 'return { behind: -later };'),
  mutant(
    '`keep logs` ignored',
    'logs.ts',
    'if (storage.keepLogs === undefined) lows.push',
    "if (storage.keepLogs !== 'forever') lows.push",
  ),
  mutant(
    'copies carry what the source has pruned',
    'history.ts',
    'const there = source.gone[place] === Infinity;',
    'const there = place >= 0;',
  ),
  mutant('what is moved stays', 'history.ts', 'if (move && taken.length > 0)', 'if (move && taken.length < 0)'),
  mutant(
    'a copy under way does not hold up the next',
    'history.ts',
    'this.due[2 * copy] !== Infinity || source === undefined',
    'source === undefined',
  ),
  mutant('the loss of a key ignored', 'damage.ts', 'storage.key !== undefined && incident.lostKeys.has(storage.key)', 'storage.key === ""'),
  mutant(
    'the key of a job or copy ignored',
    'damage.ts',
    'key !== undefined && incident.lostKeys.has(key) ? [index] : []',
    'key === "" ? [index] : []',
  ),
  mutant('offline storage falls to an intruder', 'damage.ts', ' || storage.offline', ''),
  mutant(
    'bound storage survives its system',
    'scenarios.ts',
    'const bound = storage.boundTo.find(taken);',
    'const bound = storage.boundTo.slice(0, 0).find(taken);',
  ),
  mutant(
    'the weaker of two jobs runs',
    'locks.ts',
    '{ full: 0, differential: 1, incremental: 2 }',
    '{ full: 2, differential: 1, incremental: 0 }',
  ),
  mutant('overlapping runs both happen', 'locks.ts', 'if (start < free) continue;\n    free = start + chosen', 'free = start + chosen'),
  mutant('a differential needs the run before it', 'made.ts', "job.word === 'differential' ? lastFull : lastOfChain", 'lastOfChain'),
  mutant(
    'bandwidth is not shared',
    'sharing.ts',
    'rise = Math.min(rise, (left.get(name) ?? Infinity) / count);',
    'rise = Math.min(rise, (left.get(name) ?? Infinity) / Math.min(count, 1));',
  ),
  mutant('nothing is waited for', 'recovery.ts', '...finishes.map((finish) => finish ?? 0)', '...finishes.map(() => 0)'),
  mutant('compression ignored', 'durations.ts', 'return times(bytes, system.compresses.value);', 'return times(bytes, 1);'),
  mutant(
    'a deduplicated full counts in full',
    'durations.ts',
    'return deduplicates(job, catalogue) && !first',
    'return deduplicates(job, catalogue) && first',
  ),
  mutant("a copy's source can be read at any rate", 'durations.ts', 'from?.read.value ?? Infinity', 'Infinity'),
];
