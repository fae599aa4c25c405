import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { assess } from '../../engine/assess/assess.ts';
import { measuredRecoveries } from '../../engine/assess/recovery/measured.ts';
import { restoreTime } from '../../engine/assess/recovery/restore-time.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

const folders = ['../worked/', '../../examples/', '../precision/'].map((name) => new URL(name, import.meta.url));
const texts = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') })),
);

describe('recovery with measured restores', () => {
  it('is what the assessment says where nothing was measured', () => {
    let known = 0;
    for (const { name, text } of texts) {
      const plan = planOf(text);
      const assessment = assess(plan, builtinCatalogue);
      for (const scenario of plan.scenarios) {
        for (const { system, seconds, met } of measuredRecoveries(plan, assessment, scenario, new Map())) {
          const result = assessment.systems.find((each) => each.name === system)?.scenarios.find((each) => each.scenario === scenario.name);
          const expected = result?.recovery.seconds;
          if (expected === undefined) assert.equal(seconds, undefined, `${name}: ${system} in ${scenario.name}`);
          else
            assert.ok(
              Math.abs((seconds ?? Number.NaN) - expected) < 1e-6,
              `${name}: ${system} in ${scenario.name}: ${seconds}, ${expected}`,
            );
          if (expected !== undefined && seconds === expected) assert.equal(met, result?.recovery.met);
          known += expected === undefined ? 0 : 1;
        }
      }
    }
    assert.ok(known > 50, `only ${known} recoveries`);
  });

  const text = `plan "P" { owner "x" }
    site a { kind datacenter } site b { kind datacenter }
    storage far: disk { at b; read 100 MB/s }
    system one: sqlite { at a; size 36 GB; changes 1 GB/day; rto 10m; backup { full daily at 02:00 to far; keep 2 last } }
    system two: sqlite { at a; size 36 GB; changes 1 GB/day; rto 10m; depends on one; backup { full daily at 02:00 to far; keep 2 last } }
    scenario fire { lose a; declare within 1m; provision within 1m; recover at b }`;

  it('puts the measured seconds in the place of reading and replaying, and lets others wait for them', () => {
    const plan = planOf(text);
    const [scenario] = plan.scenarios;
    assert.ok(scenario !== undefined);
    const measured = measuredRecoveries(plan, assess(plan, builtinCatalogue), scenario, new Map([['one', 500]]));
    assert.deepEqual(
      measured.map(({ system, seconds, met }) => [system, seconds, met]),
      [
        ['one', 620, false],
        ['two', 980, false],
      ],
    );
  });

  it('has a time for one restore alone, or names what is missing', () => {
    const plan = planOf(text.replace('size 36 GB; changes 1 GB/day; rto 10m; depends', 'depends'));
    const [one, two] = plan.systems;
    const [storage] = plan.storages;
    const [block] = one?.blocks ?? [];
    assert.ok(one !== undefined && two !== undefined && storage !== undefined && block !== undefined);
    assert.deepEqual(restoreTime(plan, one, block, storage, 'b', builtinCatalogue), { bytes: 36e9, readSeconds: 360, replaySeconds: 0 });
    assert.deepEqual(restoreTime(plan, two, block, storage, 'b', builtinCatalogue), { missing: ['two.size'] });
  });
});
