/**
 * Engine and simulator must agree about random plans. `SIMULATED_PLANS` says how many (300 of a night, 100 by default) and
 * `SIMULATED_SEED` which; the seed is printed, so that what was found can be found again.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { parse } from '../../grammar/parse.ts';
import { planOf } from '../plan/project.ts';
import { contrast } from './contrast.ts';
import { features } from './features.ts';
import { planTexts } from './plans.ts';

const numRuns = Number(process.env.SIMULATED_PLANS ?? 100);
const seed = Number(process.env.SIMULATED_SEED ?? 20270101);

describe(`engine and simulator, ${numRuns} random plans of seed ${seed}`, () => {
  const shown = new Map(Object.keys(features).map((feature) => [feature, 0]));
  const retained = { met: 0, lacking: 0 };
  let filled = 0;
  const losses = { none: 0, finite: 0, unrecoverable: 0 };
  let unsteady = 0;

  it('agree about loss, recovery, source, copies, what is retained, bytes and cost', function () {
    this.timeout(numRuns * 20_000);
    const found: string[] = [];
    for (const text of fc.sample(planTexts, { numRuns, seed })) {
      assert.deepEqual(parse(text).problems, [], text);
      const plan = planOf(text);
      for (const [feature, has] of Object.entries(features))
        if (has(plan, builtinCatalogue)) shown.set(feature, (shown.get(feature) ?? 0) + 1);
      const contrasted = contrast(plan, builtinCatalogue);
      if (contrasted.unsteady) unsteady++;
      if (contrasted.differences.length > 0) found.push(`${contrasted.differences.join('\n')}\n${text}`);
      if ([...contrasted.simulated.costs.storages.values()].some(({ fullAt }) => fullAt !== undefined)) filled++;
      for (const lacking of [...contrasted.simulated.lacking.values()].flat()) retained[lacking === undefined ? 'met' : 'lacking']++;
      for (const { affected, loss, system } of contrasted.simulated.scenarios) {
        if (!affected || system === 'web') continue;
        losses[loss === 0 ? 'none' : loss === Number.POSITIVE_INFINITY ? 'unrecoverable' : 'finite']++;
      }
    }
    assert.equal(found.length, 0, `${found.length} of ${numRuns} plans differ:\n\n${found.slice(0, 3).join('\n\n')}`);
  });

  it('are put to everything that is hard: each feature in a tenth of the plans, and half of the losses neither none nor all', () => {
    const share = (count: number): string => `${Math.round((count / numRuns) * 100)}%`;
    console.log([...shown].map(([feature, count]) => `      ${share(count)} ${feature}`).join('\n'));
    console.log(`      losses: ${JSON.stringify(losses)}; plans without a steady state, not compared: ${unsteady}`);
    console.log(`      what is retained: ${JSON.stringify(retained)}; plans with a storage that fills up: ${share(filled)}`);
    const rare = [...shown].filter(([, count]) => count < numRuns / 10).map(([feature]) => feature);
    assert.deepEqual(rare, []);
    assert.ok(losses.finite >= (losses.none + losses.finite + losses.unrecoverable) / 2);
    assert.ok(Math.min(retained.met, retained.lacking) >= (retained.met + retained.lacking) / 10);
    assert.ok(filled >= numRuns / 10);
    assert.ok(unsteady <= numRuns / 20);
  });

  it('are written apart: only the contrast imports both', () => {
    const folder = new URL('.', import.meta.url);
    const importing = readdirSync(folder).filter((file) => /from '[^']*engine\/assess\//.test(readFileSync(new URL(file, folder), 'utf8')));
    assert.deepEqual(importing, ['contrast.ts']);
  });
});
