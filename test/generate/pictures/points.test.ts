import assert from 'node:assert/strict';
import { shapeBlock } from '../../../engine/assess/made/block.ts';
import { historyOfBlock } from '../../../engine/assess/made/history.ts';
import { capturesOn } from '../../../engine/assess/retention/there.ts';
import type { Examination } from '../../../engine/examine.ts';
import { pictures } from '../../../engine/generate/pictures/pictures.ts';
import { keeperWord, type PointsModel, pointsModel, pointsTable } from '../../../engine/generate/pictures/points/model.ts';
import { crowded } from '../documents/crowded.ts';
import { examineText, example, samples } from '../sample.ts';

function model(examination: Examination, name: string): PointsModel {
  const system = examination.plan.systems.find((each) => each.name === name);
  assert.ok(system);
  return pointsModel(examination, system);
}

function kept(found: PointsModel, storage: string, view: number): Record<string, number> {
  const shelf = found.shelves.find((each) => each.storage === storage);
  const counts: Record<string, number> = {};
  for (const { by } of shelf?.views[view]?.points ?? []) {
    const word = keeperWord({ rules: shelf?.rules ?? [] }, by);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

const files = (statements: string): string =>
  `plan "P" { timezone "Europe/Berlin" }\nsite a { }\nstorage s: disk { at a }\nsystem x: files { at a; size 1 GB; changes 1 MB/day; backup { ${statements} } }`;

describe('the calendar of restore points', () => {
  for (const [name, examination] of [
    ...samples.map((each) => [each, example(each)] as const),
    ['crowded', examineText(crowded)] as const,
  ]) {
    it(`${name}: has the points that the assessment leaves on each storage`, () => {
      const { plan, catalogue } = examination;
      let shown = 0;
      for (const system of plan.systems) {
        for (const { storage, views } of pointsModel(examination, system).shelves) {
          for (const { at, points } of views) {
            shown += points.length;
            const there = system.blocks.flatMap((block) => capturesOn(plan, system, block, storage, at, catalogue));
            assert.deepEqual(points.map(({ capture }) => capture).reverse(), there, `${system.name} on ${storage}`);
          }
        }
      }
      assert.ok(shown > 100);
    });

    it(`${name}: what nothing keeps is gone after the next run, and what a rule keeps is not`, () => {
      const { plan, catalogue } = examination;
      for (const system of plan.systems) {
        const { shelves } = pointsModel(examination, system);
        const histories = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
        for (const { storage, views } of shelves) {
          for (const shaped of histories) {
            const { points: all, holdings } = historyOfBlock(shaped);
            const held = holdings[shaped.storages.findIndex((each) => each.name === storage)];
            for (const { at, points } of views) {
              const next = Math.min(
                ...(held?.came ?? []).map((point) => held?.available[point] ?? 0).filter((available) => available > at),
              );
              for (const { capture, by } of points) {
                const point = held?.came.find((each) => all.capture[each] === capture) ?? -1;
                const gone = held?.gone[point] ?? 0;
                if (by === 'due') assert.ok(gone <= next, `${system.name} on ${storage}`);
                else assert.ok(gone > at, `${system.name} on ${storage}`);
              }
            }
          }
        }
      }
    });
  }

  it('tells which rule keeps each of them, the first that does', () => {
    assert.deepEqual(kept(model(example('shop'), 'uploads'), 'nas', 0), { 'monthly for 12 months': 11, 'daily for 30 days': 30 });
  });

  it('a chain is there for what needs it, and a lock holds what no rule wants', () => {
    const found = kept(model(example('shop'), 'orders'), 'nas', 0);
    assert.deepEqual(Object.keys(found).sort(), ['14 days', 'needed by a kept one']);
    assert.equal(found['14 days'], 14);
    assert.equal(kept(model(example('shop'), 'secrets'), 'vault', 0).locked, 33);
  });

  it('a day without a point is a hole in a daily rule, and a weekend is two', () => {
    const found = model(examineText(files('full weekdays at 01:00 to s using tar; keep daily for 14 days')), 'x');
    const rows = pointsTable(found).rows.map((row) => row.map(({ text }) => text));
    assert.equal(
      rows[0]?.at(-1),
      'daily for 14 days: 2 from 19 Dec 2026 to 20 Dec 2026; daily for 14 days: 2 from 26 Dec 2026 to 27 Dec 2026',
    );
  });

  it('hours, weeks, months and years that have their points are no holes, over clock changes too', () => {
    for (const statements of [
      'full hourly to s using tar; keep hourly for 300 days',
      'full daily at 02:30 to s using tar; keep weekly for 1 year, monthly for 2 years, yearly for 5 years',
    ]) {
      for (const { views } of model(examineText(files(statements)), 'x').shelves)
        assert.deepEqual(
          views.map(({ holes }) => holes),
          [[], [], []],
        );
    }
  });

  it('a month without a full is a hole in a monthly rule', () => {
    const found = model(examineText(files('full yearly on january 1 at 01:00 to s using tar; keep monthly for 12 months')), 'x');
    assert.deepEqual(
      found.shelves[0]?.views[1]?.holes.map(({ periods }) => periods),
      [11],
    );
  });

  it('counts keep the newest, and a storage without rules keeps all', () => {
    assert.deepEqual(kept(model(examineText(files('full daily at 01:00 to s using tar; keep 3 last, 2 monthly')), 'x'), 's', 1), {
      '2 monthly': 1,
      '3 last': 3,
    });
    const all = kept(model(examineText(files('full daily at 01:00 to s using tar')), 'x'), 's', 0);
    assert.deepEqual(Object.keys(all), ['no rule: all is kept']);
  });

  it('the description says how many there are and from when', () => {
    const picture = pictures(example('shop')).find(({ name }) => name === 'restore-points-secrets');
    assert.match(picture?.description ?? '', /vault has 51 on 1 Jan 2028, the oldest of 31 Dec 2021/u);
  });
});
