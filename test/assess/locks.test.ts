import assert from 'node:assert/strict';
import { type Lockable, lockedRuns, unlockedStarts } from '../../engine/assess/made/locks.ts';
import { instantsOf, progressions } from '../../engine/assess/schedule/progression.ts';

function job(word: Lockable['word'], starts: number[], duration: number): Lockable {
  return { word, starts, duration: () => duration };
}

function played(...jobs: Lockable[]): string[] {
  const { job, start } = lockedRuns(jobs);
  return Array.from(job, (index, run) => `${jobs[index]?.word} ${start[run]}`);
}

describe('the lock of a block', () => {
  it('a run that would start while another is going does not happen', () => {
    assert.deepEqual(played(job('full', [0, 10, 20, 30], 15)), ['full 0', 'full 20']);
  });

  it('a run may start the moment another ends', () => {
    assert.deepEqual(played(job('full', [0, 10, 20], 10)), ['full 0', 'full 10', 'full 20']);
  });

  it('of several at one instant the strongest runs alone', () => {
    const incremental = job('incremental', [0, 10, 20], 1);
    const differential = job('differential', [0, 10], 1);
    assert.deepEqual(played(incremental, differential, job('full', [0], 1)), ['full 0', 'differential 10', 'incremental 20']);
  });

  it('of equals the first declared runs', () => {
    const runs = lockedRuns([job('full', [0], 1), job('full', [0], 1)]);
    assert.deepEqual([...runs.job], [0]);
  });

  it('a long full keeps the incrementals out', () => {
    assert.deepEqual(played(job('full', [0], 25), job('incremental', [0, 10, 20, 30], 5)), ['full 0', 'incremental 30']);
  });

  it('the first full may take longer than the others', () => {
    const first: Lockable = { word: 'full', starts: [0, 10, 20, 30], duration: (isFirst) => (isFirst ? 15 : 5) };
    assert.deepEqual(played(first), ['full 0', 'full 20', 'full 30']);
  });

  it('a job with a lock of its own only waits for itself', () => {
    assert.deepEqual([...instantsOf(unlockedStarts(progressions([0, 10, 20, 30, 40]), 20))], [0, 20, 40]);
  });
});
