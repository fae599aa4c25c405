import assert from 'node:assert/strict';
import { soak } from './soak.ts';

const minutes = Number(process.env.SOAK_MINUTES ?? 0.4);
const seed = Number(process.env.SOAK_SEED ?? 1);

describe(`language server: ${minutes} minutes of work at random (SOAK_SEED=${seed} gives the same steps)`, function () {
  this.timeout(minutes * 60_000 + 240_000);

  it('over fifty plans: every request is answered, and nothing fails', async () => {
    const { steps, requests, renames, looks } = await soak(minutes, seed);
    assert.ok(steps > 20 && requests > 20 && renames > 0, `${steps} steps`);
    // What a minute can show: a server that keeps every text that it has seen.
    assert.ok(looks.every(({ heap }) => heap < 1000));
  });
});
