import assert from 'node:assert/strict';
import { assess } from '../../../engine/assess/assess.ts';
import { matrixModel, matrixTable } from '../../../engine/generate/pictures/matrix/model.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example } from '../sample.ts';

describe('the scenario matrix', () => {
  for (const [name, examination] of [
    ['shop', example('shop')],
    ['crowded', examineText(crowded)],
  ] as const) {
    it(`${name}: says what the assessment says of every system in every scenario`, () => {
      const { systems } = assess(examination.plan, examination.catalogue);
      const model = matrixModel(examination);
      assert.deepEqual(
        model.systems.map((row) => row.name),
        systems.map((system) => system.name),
      );
      for (const system of systems) {
        for (const { scenario, affected, loss, recovery } of system.scenarios) {
          const row = model.systems.find((each) => each.name === system.name);
          const found = row?.cells[model.scenarios.indexOf(scenario)];
          assert.equal(found !== undefined, affected, `${system.name} in ${scenario}`);
          if (found === undefined) continue;
          assert.equal(found.loss.seconds, loss.seconds);
          assert.equal(found.recovery.seconds, recovery.seconds);
          assert.equal(found.loss.shut, loss.status === 'unrecoverable');
          assert.equal(found.loss.tone === 'good', loss.met === true);
          assert.equal(found.recovery.tone === 'bad', recovery.met === false || recovery.status === 'unrecoverable');
        }
      }
    });
  }

  it('its table has the figures with their targets', () => {
    const rows = matrixTable(matrixModel(example('shop'))).rows.map((row) => row.map(({ text }) => text));
    assert.deepEqual(rows[0], ['orders', 'datacenter-failure', '1h21m3s', '1h, not met', '1h48m16s', '4h, met', 'vault']);
  });

  it('a system that is not assessed says why, and what a scenario leaves alone has no figures', () => {
    const rows = matrixTable(matrixModel(examineText(crowded))).rows.map((row) => row.map(({ text }) => text));
    assert.ok(rows.some(([system, what]) => system === 'scratch' && what === 'not assessed: can be computed again'));
    assert.ok(rows.some(([system, scenario, lost]) => system === 'archive' && scenario === 'mistake' && lost === 'not affected'));
  });
});
