import assert from 'node:assert/strict';
import type { Examination } from '../../../engine/examine.ts';
import { areasOf, lanesOf } from '../../../engine/generate/pictures/copies/lanes.ts';
import { type CopiesModel, copiesModel } from '../../../engine/generate/pictures/copies/model.ts';
import { copiesTable } from '../../../engine/generate/pictures/copies/table.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example, samples } from '../sample.ts';
import { large } from './plans.ts';

function struckModel(examination: Examination, name: string): CopiesModel {
  return copiesModel(
    examination,
    examination.plan.scenarios.find((scenario) => scenario.name === name),
  );
}

function texts(examination: Examination, model: CopiesModel): string[][] {
  return copiesTable(examination, model).rows.map((row) => row.map(({ text }) => text));
}

describe('the map of copies', () => {
  for (const [name, examination] of [...samples.map((each) => [each, example(each)] as const), ['large', examineText(large)] as const]) {
    it(`${name}: has every storage once, at its site, and every job and copy as a way`, () => {
      const { plan } = examination;
      const lanes = lanesOf(areasOf(plan)).flatMap(({ storage }) => storage ?? []);
      assert.deepEqual(lanes.map((storage) => storage.name).sort(), plan.storages.map((storage) => storage.name).sort());
      const { rows } = copiesModel(examination);
      assert.deepEqual(
        rows.flatMap(({ systems }) => systems.map((system) => system.name)).sort(),
        plan.systems.map((system) => system.name).sort(),
      );
      for (const system of plan.systems) {
        const flows = rows.find(({ systems }) => systems.includes(system))?.flows ?? [];
        for (const { jobs, copies } of system.blocks) {
          for (const job of jobs) assert.ok(flows.some(({ from, to }) => from === 'system' && 'storage' in to && to.storage === job.to));
          for (const copy of copies)
            assert.ok(
              flows.some(({ from, to }) => from !== 'system' && from.storage === copy.from && 'storage' in to && to.storage === copy.to),
            );
        }
      }
    });

    it(`${name}: crosses out what the assessment says has fallen, and checks what recovery reads`, () => {
      for (const scenario of examination.plan.scenarios) {
        const { rows, struck } = struckModel(examination, scenario.name);
        for (const system of examination.assessment.systems) {
          const result = system.scenarios.find((each) => each.scenario === scenario.name);
          const row = rows.find(({ systems }) => systems.some((each) => each.name === system.name));
          if (result === undefined) continue;
          assert.deepEqual(row?.fallen, result.affected ? result.loss.falls.map(({ storage }) => storage) : []);
          assert.equal(row?.source, result.affected ? result.recovery.source : undefined);
          assert.equal(row?.fate !== undefined, result.affected);
          for (const { storage, reason } of result.affected ? result.loss.falls : [])
            if (reason !== 'lock-expired' && reason !== 'no-points')
              assert.equal(struck?.storages.get(storage)?.left, 'nothing', `${storage}: ${reason}`);
        }
      }
    });
  }

  it('a site stands in the site that it is within', () => {
    const [east, west] = areasOf(examineText(large).plan);
    assert.equal(east?.name, 'east');
    assert.deepEqual(
      east?.within.map(({ name }) => name),
      ['hall-2'],
    );
    assert.deepEqual(
      west?.lanes.map(({ storage }) => storage?.name),
      ['glacier', 'mirror'],
    );
  });

  it('sites that lie within each other in a circle are drawn once', () => {
    const text =
      'plan "P" { }\nsite a { within b }\nsite b { within a }\nstorage s: disk { at b }\nsystem x: files { at a; backup { full daily at 01:00 to s } }';
    const lanes = lanesOf(areasOf(examineText(text).plan));
    assert.deepEqual(
      lanes.map(({ site, storage }) => storage?.name ?? site),
      ['a', 's'],
    );
  });

  it('systems whose points go the same ways stand together', () => {
    const { rows } = copiesModel(example('shop'));
    assert.deepEqual(
      rows.map(({ systems }) => systems.map(({ name }) => name)),
      [['orders'], ['uploads', 'secrets'], ['web']],
    );
    assert.deepEqual(
      rows[0]?.flows.map(({ text }) => text),
      ['full weekly', 'incr. daily', 'log always', 'copy hourly'],
    );
  });

  it('the table says of each copy what becomes of it, and why', () => {
    const examination = example('shop');
    const rows = texts(examination, copiesModel(examination));
    assert.deepEqual(rows[0], [
      ...['orders', 'berlin', 'nas', 'berlin', 'full weekly, incr. daily, log always', 'yes', 'no', 'not locked'],
      ...['lost: lost with berlin', 'can be deleted: production can delete there, and nothing is locked'],
    ]);
    assert.deepEqual(rows[1]?.slice(2), ['vault', 'ireland', 'copy hourly', 'yes', 'yes', 'locked 35 days', 'stays', 'stays']);
  });

  it('a lock that is too short for the detection is told: the storage stays, and restores nothing', () => {
    const examination = examineText(
      'plan "P" { }\nsite a { }\nstorage s: disk { at a; immutable 3 days }\nsystem x: files { at a; size 1 GB; changes 1 MB/day; backup { full daily at 01:00 to s using tar; keep 9 days } }\nscenario late { compromise production; detected after 30 days }',
    );
    const [row] = texts(examination, struckModel(examination, 'late'));
    assert.equal(row?.at(-1), 'restores nothing');
  });

  it('a standby is told with its lag, an exempt system with its reason', () => {
    const examination = examineText(crowded);
    const rows = texts(examination, struckModel(examination, 'fire'));
    assert.ok(rows.some(([system, , to, , how]) => system === 'live' && to === 'standby at far' && how === 'standby, 10s behind'));
    assert.ok(rows.some(([system, , to]) => system === 'scratch' && to === 'exempt: can be computed again'));
  });

  it('the description of a scenario names what does not help', () => {
    const picture = pictures(example('shop')).find(({ name }) => name === 'copies-datacenter-failure');
    assert.match(picture?.description ?? '', /These storages do not help: nas \(lost with berlin\)\./u);
  });
});
