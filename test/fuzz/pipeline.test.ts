import assert from 'node:assert/strict';
import { inputOf } from './inputs.ts';
import { passedThrough } from './pipeline.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261122);
const INPUTS = Number(process.env.FUZZ_PLANS ?? 10_000);

describe(`any plan (FUZZ_SEED=${seed} gives these again)`, () => {
  it(`${INPUTS} texts are examined without a fault, and two in five reach the assessment`, function () {
    this.timeout(1_200_000);
    let [assessed, generated] = [0, 0];
    for (let number = 0; number < INPUTS; number += 1) {
      const input = inputOf(seed, number);
      try {
        const passed = passedThrough(input);
        if (passed.assessed) assessed += 1;
        if (passed.generated) generated += 1;
      } catch (error) {
        throw new Error(`input ${number} of seed ${seed}: ${JSON.stringify(input.text)}`, { cause: error });
      }
    }
    assert.ok(assessed >= 0.4 * INPUTS, `only ${assessed} of ${INPUTS} reached the assessment`);
    assert.ok(generated >= INPUTS / 1000, `only ${generated} of ${INPUTS} gave files`);
  });
});
