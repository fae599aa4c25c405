import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unlockedStarts } from '../../engine/assess/made/locks.ts';
import { LogRuns, runOf } from '../../engine/assess/made/log-runs.ts';
import { countBefore, instantsOf, ProgressionCursor, progressions } from '../../engine/assess/schedule/progression.ts';

/** Ascending instants with even stretches and odd ones, on a grid as fine as instants can be. */
const instants = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 50 }), times: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 8 })
  .map((stretches) => {
    const found = [1000];
    for (const { step, times } of stretches) for (let index = 0; index < times; index++) found.push((found.at(-1) ?? 0) + step / 8);
    return found;
  });

describe('progressions', () => {
  it('are the instants that they were made from', () => {
    fc.assert(fc.property(instants, (all) => assert.deepEqual([...instantsOf(progressions(all))], all)));
  });

  it('of an even schedule are one, however long it goes on', () => {
    assert.deepEqual(progressions([0, 300, 600, 900]), [{ first: 0, step: 300, count: 4 }]);
  });

  it('count what lies before an instant, and what does not lie after it', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 7900, max: 8600 }), (all, eighth) => {
        const at = eighth / 8;
        const count = (through: boolean): number => progressions(all).reduce((sum, part) => sum + countBefore(part, at, through), 0);
        assert.equal(count(false), all.filter((instant) => instant < at).length);
        assert.equal(count(true), all.filter((instant) => instant <= at).length);
      }),
    );
  });

  it('are gone through from any instant to the next', () => {
    fc.assert(
      fc.property(instants, fc.array(fc.integer({ min: 7900, max: 8600 }), { maxLength: 9 }), (all, eighths) => {
        const cursor = new ProgressionCursor(progressions(all));
        for (const at of eighths.map((eighth) => eighth / 8).sort((a, b) => a - b))
          assert.equal(cursor.next(at), all.find((instant) => instant >= at) ?? Infinity);
      }),
    );
  });

  it('keep those starts that no run before keeps out', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 200 }), (all, eighths) => {
        const duration = eighths / 8;
        const happened: number[] = [];
        for (const start of all) if (start >= (happened.at(-1) ?? -Infinity) + duration) happened.push(start);
        assert.deepEqual([...instantsOf(unlockedStarts(progressions(all), duration))], happened);
      }),
    );
  });
});

describe('runs that bring log', () => {
  /** Runs that start evenly or not, take their time, and now and then leave a gap. */
  const runs = fc
    .array(fc.record({ wait: fc.constantFrom(4, 4, 4, 6), takes: fc.constantFrom(1, 1, 2), gap: fc.constantFrom(0, 0, 0, 1) }), {
      minLength: 1,
      maxLength: 30,
    })
    .map((steps) => {
      const all: { start: number; from: number; to: number; available: number }[] = [];
      let to = 0;
      let start = 0;
      for (const { wait, takes, gap } of steps) {
        start += wait;
        all.push({ start, from: to + gap, to: start, available: start + takes });
        to = start;
      }
      return all;
    });
  const kept = (all: readonly { start: number; from: number; to: number; available: number }[]): LogRuns => {
    const log = new LogRuns();
    for (const { start, from, to, available } of all) log.push({ start, from, to, first: available, step: 0, count: 1 });
    return log;
  };

  it('are the runs that were added', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const { parts } = kept(all);
        assert.deepEqual(
          parts.flatMap((part) => Array.from({ length: part.count }, (_, index) => runOf(part, index))),
          all,
        );
      }),
    );
  });

  it('tell the newest that is there, those of a while, and the log since an instant', () => {
    fc.assert(
      fc.property(runs, fc.nat(130), fc.nat(130), (all, since, by) => {
        const log = kept(all);
        const there = all.filter(({ available }) => available <= by);
        assert.deepEqual(log.lastBy(by), there.at(-1));
        assert.deepEqual([...log.backwards(since, by)], there.filter(({ available }) => available > since).reverse());
        const covered = new Set<number>();
        const pieces = log.between(since, by);
        for (let index = 0; index < pieces.length; index += 2)
          for (let at = pieces[index] ?? 0; at < (pieces[index + 1] ?? 0); at++) covered.add(at);
        const expected = there.flatMap(({ from, to }) =>
          Array.from({ length: Math.max(0, to - Math.max(from, since)) }, (_, index) => Math.max(from, since) + index),
        );
        assert.deepEqual(
          [...covered].sort((a, b) => a - b),
          [...new Set(expected)].sort((a, b) => a - b),
        );
      }),
    );
  });
});
