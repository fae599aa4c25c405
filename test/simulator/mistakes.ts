/** Deliberate mistakes: in a file of the engine one text, which must be there exactly once, is replaced by another. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({ name, file: `engine/assess/${file}`, from, to });

export const mutants: readonly Mutant[] = [
  mutant(
    'capture at start and end swapped',
    'made/block.ts',
    "tool?.capture === 'end' && job.word",
    "tool?.capture === 'start' && job.word",
  ),
  mutant('a lock does not help against an intruder', 'scenario/damage.ts', "storage.immutable === undefined ? 'gone' : 'locked'", "'gone'"),
  mutant('a lock helps for ever', 'loss/points.ts', 'if (lock !== undefined) until', 'if (lock === null) until'),
  mutant(
    'a lock does not stop pruning',
    'retention/retention.ts',
    'if (this.lock === undefined) this.drop(point, gone);',
    'if (now > 0) this.drop(point, gone);',
  ),
  mutant(
    'pruned at the limit instead of beyond it',
    'retention/retention.ts',
    'this.captureOf(point) >= shifted(now',
    'this.captureOf(point) > shifted(now',
  ),
  mutant(
    'one point more than N',
    'retention/retention.ts',
    'keeper.tail - keeper.head > rule.count',
    'keeper.tail - keeper.head > rule.count + 1',
  ),
  mutant(
    'what a kept point needs is pruned',
    'retention/retention.ts',
    'point = this.points.needs[point] ?? -1) {\n      const count = this.holds[point] ?? 0;',
    'point = -1) {\n      const count = this.holds[point] ?? 0;',
  ),
  mutant('a point is restorable without what it needs', 'loss/points.ts', 'if (needed === -1 ||', 'if (needed < count ||'),
  mutant(
    'points of after the intrusion are trusted',
    'loss/points.ts',
    'Math.max(untrusted ? available : available - delay,',
    'Math.max(available - delay,',
  ),
  mutant(
    'pruning between incident and detection forgotten',
    'loss/points.ts',
    '(holdings.gone[point] ?? 0) - delay;',
    'holdings.gone[point] ?? 0;',
  ),
  mutant('a skipped time runs before the gap', 'schedule/calendar.ts', 'return offset(late) === after ? late : early;', 'return late;'),
  mutant(
    'a time that comes twice runs the second time',
    'schedule/calendar.ts',
    'if (offset(early) === before) return early;',
    'if (offset(early) === before && offset(local - after) !== after) return early;',
  ),
  mutant(
    'log joined over a gap',
    'loss/log-views.ts',
    'if (from > before) gaps.push(before, from);',
    'if (from > before + 1e9) gaps.push(before, from);',
  ),
  mutant(
    'the lag of a continuous log ignored',
    'loss/log-views.ts',
    'return { behind: stream.lag - later };',
    'return { behind: -later };',
  ),
  mutant(
    '`keep logs` ignored',
    'loss/log-views.ts',
    'if (storage.keepLogs === undefined) lows.push',
    "if (storage.keepLogs !== 'forever') lows.push",
  ),
  mutant('copies carry what the source has pruned', 'made/courier.ts', 'if (source.gone[point] !== Infinity || jobs', 'if (jobs'),
  mutant('what is moved stays', 'made/courier.ts', 'this.stage.leave(from, moving, now);', 'this.stage.leave(from, [], now);'),
  mutant('a copy under way does not hold up the next', 'made/courier.ts', 'if (this.end !== Infinity) {', 'if (this.end === -1) {'),
  mutant(
    'the loss of a key ignored',
    'scenario/damage.ts',
    'storage.key !== undefined && incident.lostKeys.has(storage.key)',
    'storage.key === ""',
  ),
  mutant(
    'the key of a job or copy ignored',
    'scenario/damage.ts',
    'key !== undefined && incident.lostKeys.has(key) ? [index] : []',
    'key === "" ? [index] : []',
  ),
  mutant('offline storage falls to an intruder', 'scenario/damage.ts', ' || storage.offline', ''),
  mutant(
    'bound storage survives its system',
    'scenario/scenarios.ts',
    'const bound = storage.boundTo.find(taken);',
    'const bound = storage.boundTo.slice(0, 0).find(taken);',
  ),
  mutant(
    'the weaker of two jobs runs',
    'made/locks.ts',
    '{ full: 0, differential: 1, incremental: 2 }',
    '{ full: 2, differential: 1, incremental: 0 }',
  ),
  mutant(
    'overlapping runs both happen',
    'made/locks.ts',
    'if (start < free) continue;\n    free = start + chosen',
    'free = start + chosen',
  ),
  mutant('a differential needs the run before it', 'made/made.ts', "made.word === 'differential' ? lastFull : lastOfChain", 'lastOfChain'),
  mutant(
    'bandwidth is not shared',
    'recovery/sharing.ts',
    'if (count > 0) rise = Math.min(rise, (left[name] ?? Infinity) / count);',
    'if (count > 0) rise = Math.min(rise, left[name] ?? Infinity);',
  ),
  mutant('nothing is waited for', 'recovery/recovery.ts', '...finishes.map((finish) => finish ?? 0)', '...finishes.map(() => 0)'),
  mutant('compression ignored', 'made/durations.ts', 'return times(bytes, system.compresses.value);', 'return times(bytes, 1);'),
  mutant(
    'a deduplicated full counts in full',
    'made/durations.ts',
    'return deduplicates(job, catalogue) && !first',
    'return deduplicates(job, catalogue) && first',
  ),
  mutant(
    'a copy that sleeps never prunes',
    'made/courier.ts',
    'if (end >= due) this.stage.prune(this.shape.to, end);\n      else this.repeat',
    'if (end < 0) this.stage.prune(this.shape.to, end);\n      else this.repeat',
  ),
  mutant('a copy that sleeps brings no log', 'made/courier.ts', 'this.brought = to + apart * count;\n', ''),
  mutant(
    'runs that keep each other out are passed over as if they did not',
    'made/courier.ts',
    'const stride = strideOf(part.step, end - start);',
    'const stride = 1 + 0 * end;',
  ),
  mutant(
    'a log that takes longer than its interval misses no run',
    'made/locks.ts',
    'const stride = strideOf(part.step, duration);',
    'const stride = 1;',
  ),
  mutant('bases are passed over where the log repeats itself', 'loss/states.ts', '>= worstOfLog(heads, shown - period, shown)', '>= 0'),
  mutant(
    'bases are passed over where no log comes',
    'loss/states.ts',
    'if (period > 0 && to - from > MANY * period) {',
    'if (to - from > MANY * period) {',
  ),
  mutant(
    'log that begins too late counts',
    'loss/log-reader.ts',
    'low.value(until - TICK, until) <= capture',
    'low.value(until - TICK, until) < Infinity',
  ),
  mutant("a copy's source can be read at any rate", 'made/durations.ts', 'from?.read.value ?? Infinity', 'Infinity'),
];
