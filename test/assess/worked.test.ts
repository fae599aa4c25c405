import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { assess } from '../../engine/assess/assess.ts';
import type { ScenarioResult } from '../../engine/assess/assessment.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

interface Expected {
  readonly why: string;
  readonly systems: Record<string, Record<string, { affected: boolean; loss: number | null; recovery: number | null; source?: string }>>;
}

const folder = new URL('../worked/', import.meta.url);

/** Within a second, which is how the expected figures are rounded; null is unrecoverable. */
function assertSeconds(answer: ScenarioResult['loss'] | ScenarioResult['recovery'], expected: number | null, what: string): void {
  if (expected === null) {
    assert.equal(answer.status, 'unrecoverable', what);
    return;
  }
  assert.equal(answer.status, 'known', what);
  assert.ok(Math.abs((answer.seconds ?? Number.NaN) - expected) <= 1, `${what}: ${answer.seconds}, expected ${expected}`);
}

describe('worked examples', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.backupplan'))) {
    const plan = planOf(readFileSync(new URL(name, folder), 'utf8'));
    const expected = JSON.parse(readFileSync(new URL(name.replace('.backupplan', '.expected.json'), folder), 'utf8')) as Expected;
    const assessment = assess(plan, builtinCatalogue);
    for (const [system, scenarios] of Object.entries(expected.systems)) {
      for (const [scenario, figures] of Object.entries(scenarios)) {
        it(`${name}: ${system} in ${scenario}`, () => {
          const result = assessment.systems.find((each) => each.name === system)?.scenarios.find((each) => each.scenario === scenario);
          assert.ok(result !== undefined);
          assert.equal(result.affected, figures.affected);
          assertSeconds(result.loss, figures.loss, 'loss');
          assertSeconds(result.recovery, figures.recovery, 'recovery');
          assert.equal(result.recovery.source, figures.source, 'source');
        });

        it(`${name}: the parts of ${system} in ${scenario} add up`, () => {
          const result = assessment.systems.find((each) => each.name === system)?.scenarios.find((each) => each.scenario === scenario);
          for (const answer of [result?.loss, result?.recovery]) {
            if (answer?.status !== 'known' || answer.derivation.parts === undefined) continue;
            const sum = answer.derivation.parts.reduce((total, part) => total + (part.value ?? 0), 0);
            assert.ok(Math.abs(sum - (answer.seconds ?? Number.NaN)) < 1e-6, `${sum} is not ${answer.seconds}`);
          }
        });
      }
    }
  }
});
