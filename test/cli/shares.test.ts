/** How threads share the plans of a fleet. */
import assert from 'node:assert/strict';
import { shares } from '../../cli/shares.ts';

describe('work among threads', () => {
  const order = Array.from({ length: 100 }, (_, index) => index);

  it('is dealt out side by side, a share to each', () => {
    const deal = shares(order, 3, 10);
    assert.deepEqual(
      [deal(0), deal(2), deal(0)].map(([first]) => first),
      [0, 67, 10],
    );
    assert.deepEqual(
      Array.from({ length: 3 }, () => deal(1)).map((batch) => batch.length),
      [10, 10, 10],
    );
  });

  it('of the slowest is taken over from its end by who is done', () => {
    const deal = shares(order, 2, 10);
    for (let batch = 0; batch < 5; batch++) deal(1);
    assert.deepEqual(deal(0), order.slice(0, 10));
    assert.deepEqual(deal(1), order.slice(40, 50));
    assert.deepEqual(deal(0), order.slice(10, 20));
  });

  it('is done once, by however many', () => {
    for (const threads of [1, 2, 3, 7, 100]) {
      const deal = shares(order, threads, 16);
      const done: number[] = [];
      for (let turn = 0, idle = 0; idle < threads; turn++) {
        // Some are slower than others.
        const batch = deal((turn * turn) % threads);
        done.push(...batch);
        idle = batch.length === 0 ? idle + 1 : 0;
      }
      assert.deepEqual(
        done.toSorted((a, b) => a - b),
        order,
        `${threads} threads`,
      );
    }
  });
});
