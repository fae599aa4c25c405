import assert from 'node:assert/strict';
import { examineAfresh } from '../../engine/examine.ts';
import { chanceFrom, mutated } from './mutate.ts';
import { plans, quickPlans } from './plans.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261122);
const INPUTS = Number(process.env.FUZZ_PLANS ?? 20_000);

describe(`any plan (FUZZ_SEED=${seed} gives these again)`, () => {
  it(`${INPUTS} texts are examined without a fault, and two in five reach the assessment`, function () {
    this.timeout(1_200_000);
    const chance = chanceFrom(seed + 1);
    let assessed = 0;
    for (let count = 0; count < INPUTS; count += 1) {
      // One in a hundred starts from any plan; a busy one takes as long as twenty quick ones.
      const text = mutated(count % 100 === 0 ? plans : quickPlans, chance);
      try {
        const { assessment, findings, faults } = examineAfresh('fuzz.backupplan', (path) =>
          path === 'fuzz.backupplan' ? text : undefined,
        );
        if (faults.length > 0) throw faults[0]?.error;
        if (assessment.systems.length > 0) assessed += 1;
        for (const { range, file, code } of findings) {
          assert.ok(
            file !== 'fuzz.backupplan' || (0 <= range.start && range.start <= range.end && range.end <= text.length),
            `${code} lies outside of the text`,
          );
        }
      } catch (error) {
        throw new Error(`input ${count} of seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    assert.ok(assessed >= 0.4 * INPUTS, `only ${assessed} of ${INPUTS} reached the assessment`);
  });
});
