import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Examination } from '../../../engine/examine.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { type RecoveryModel, recoveryModel, recoveryTable } from '../../../engine/generate/pictures/recovery/model.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example } from '../sample.ts';

function model(examination: Examination, name: string): RecoveryModel {
  const scenario = examination.plan.scenarios.find((each) => each.name === name);
  assert.ok(scenario);
  return recoveryModel(examination, scenario);
}

describe('the order of recovery', () => {
  for (const [name, examination] of [
    ['shop', example('shop')],
    ['datacenter-failure', example('datacenter-failure')],
    ['crowded', examineText(crowded)],
  ] as const) {
    it(`${name}: has every affected system, with the steps and the time of the assessment`, () => {
      for (const { name: scenario } of examination.plan.scenarios) {
        const { rows } = model(examination, scenario);
        const affected = examination.assessment.systems.flatMap((system) =>
          system.scenarios
            .filter((result) => result.scenario === scenario && result.affected)
            .map(({ recovery }) => ({ system: system.name, recovery })),
        );
        assert.deepEqual(rows.map(({ system }) => system).sort(), affected.map(({ system }) => system).sort());
        for (const { system, recovery } of affected) {
          const row = rows.find((each) => each.system === system);
          assert.deepEqual(
            row?.steps.map(({ start: _, ...step }) => step),
            recovery.steps,
          );
          assert.equal(row?.verdict.seconds, recovery.seconds);
          const end = row?.steps.at(-1);
          if (recovery.seconds !== undefined) assert.ok(Math.abs((end?.start ?? 0) + (end?.seconds ?? 0) - recovery.seconds) < 1e-3);
        }
      }
    });

    it(`${name}: nobody comes before a system that it depends on`, () => {
      for (const { name: scenario } of examination.plan.scenarios) {
        const order = model(examination, scenario).rows.map(({ system }) => system);
        for (const system of examination.plan.systems) {
          for (const { name: awaited } of system.dependsOn) {
            if (order.includes(awaited) && order.includes(system.name)) assert.ok(order.indexOf(awaited) < order.indexOf(system.name));
          }
        }
      }
    });
  }

  it('the critical path leads to the last system, and has no slack', () => {
    const { rows, last } = model(example('shop'), 'datacenter-failure');
    assert.deepEqual(
      rows.filter(({ critical }) => critical).map(({ system }) => system),
      ['uploads', 'web'],
    );
    for (const { critical, slack, verdict } of rows) if (critical) assert.equal(slack, 0, verdict.text);
    assert.equal(last, rows.find(({ system }) => system === 'web')?.verdict.seconds);
  });

  it('slack is as much as a system may take longer: a minute more, and the last one is later', () => {
    const text = readFileSync('examples/shop.backupplan', 'utf8');
    const longer = (seconds: number): number =>
      model(
        examineText(text.replace('scenario datacenter-failure {', `$&\n  step recover "wait" for orders taking ${seconds}s`)),
        'datacenter-failure',
      ).last;
    const { rows, last } = model(example('shop'), 'datacenter-failure');
    const slack = rows.find(({ system }) => system === 'orders')?.slack ?? 0;
    assert.ok(slack > 3600);
    assert.equal(longer(Math.floor(slack)), last);
    assert.ok(longer(Math.floor(slack) + 60) > last + 50);
  });

  it('the table says who waits for whom, and why a system never comes back', () => {
    const rows = recoveryTable(model(example('shop'), 'datacenter-failure')).rows.map((row) => row.map(({ text }) => text));
    assert.ok(
      rows.some((row) => row[0] === 'web' && row.includes('6h23s for uploads')),
      JSON.stringify(rows),
    );
    const lost = examineText(
      'plan "P" { }\nsite a { }\nsystem x: files { at a; size 1 GB; changes 1 MB/day; rto 1h }\nscenario gone { lose a }',
    );
    const [row] = recoveryTable(model(lost, 'gone')).rows;
    assert.ok(row?.some(({ text }) => text === 'never: nothing that can restore x is left'));
  });

  it('the description names the critical path', () => {
    const picture = pictures(example('shop')).find(({ name }) => name === 'recovery-datacenter-failure');
    assert.match(picture?.description ?? '', /back after 7h10m23s; the critical path is uploads, then web\..*1 RTO is missed/u);
  });
});
