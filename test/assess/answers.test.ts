import assert from 'node:assert/strict';
import { assess } from '../../engine/assess/assess.ts';
import type { ScenarioResult, SystemResult } from '../../engine/assess/assessment.ts';
import { sayDuration, sayInstant, sayParts, sayRate, saySize } from '../../engine/assess/say.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

function results(text: string): ReadonlyMap<string, SystemResult> {
  return new Map(assess(planOf(text), builtinCatalogue).systems.map((system) => [system.name, system]));
}

function answer(text: string, system: string, scenario: string): ScenarioResult {
  const found = results(text)
    .get(system)
    ?.scenarios.find((each) => each.scenario === scenario);
  assert.ok(found !== undefined, `no answer for ${system} in ${scenario}`);
  return found;
}

const sites = `plan "test" { timezone "Europe/Berlin" }
site east { kind datacenter; link to west 100 MB/s }
site rack { kind rack; within east }
site west { kind datacenter }
storage nas: disk { at rack; path "/nas"; read 400 MB/s; write 200 MB/s }
storage vault: disk { at west; path "/vault"; read 400 MB/s; write 400 MB/s; account other }
scenario fire { lose east; recover at west; declare within 10m; provision within 5m }
scenario slip { corrupt db; detected after 1 day }
`;

const three = `plan "three" { }
site east { kind datacenter }
site west { kind datacenter }
storage shelf: disk { at east; path "/s" }
storage attic: disk { at west; path "/a" }
storage nas: disk { at west; path "/n" }
`;

describe('answers', () => {
  it('a copy of a copy carries the log that its source has, not the gap in it', () => {
    // Each week attic gets the log of [Thu 02:00, Sun 01:59]: 259,140 s at 5 GB a day, 14.997 GB. With the full of 20 GB that is
    // 34.997 GB at 200 MB/s: the second copy arrives 174.98 s after Sunday 12:00. What was there before ends a week earlier, at 01:59.
    const text = `${three}
system db: mariadb { at east; size 20 GB; changes 5 GB/day; backup {
  full weekly on friday at 02:00 to shelf using mariadb-backup taking 5m
  log continuous to shelf using mariadb-backup
  copy weekly on sunday at 02:00 from shelf to attic taking 1h
  copy weekly on sunday at 12:00 from attic to nas
  keep logs on shelf 3 days
} }
scenario fire { lose shelf, attic, db }`;
    const expected = 7 * 86_400 + 10 * 3600 + 60 + (20e9 + (259_140 * 5e9) / 86_400) / 200e6;
    assert.ok(Math.abs((answer(text, 'db', 'fire').loss.seconds ?? 0) - expected) < 1e-3);
  });

  it('a move takes away what its target has already', () => {
    // From Sunday 12:00 until Monday 02:05 nothing lies on shelf.
    const text = `${three}
system db: mariadb { at east; size 20 GB; changes 5 GB/day; backup {
  full daily at 02:00 to shelf using mariadb-backup taking 5m
  copy daily at 03:00 from shelf to nas taking 5m
  move weekly on sunday at 12:00 from shelf to nas taking 5m
} }
scenario fire { lose nas, db }`;
    assert.equal(answer(text, 'db', 'fire').loss.status, 'unrecoverable');
  });

  it('a storage that reads nothing a second never gives its points back', () => {
    const slow = sites.replace('path "/vault"; read 400 MB/s', 'path "/vault"; read 0 MB/s');
    const system = (name: string) =>
      `system ${name}: postgresql { at rack; size 1 GB; changes 1 GB/day; backup { full daily at 02:00 to vault using pg_basebackup; keep 9 days } }`;
    const text = `${slow} ${system('db')}\n${system('two')}`;
    for (const name of ['db', 'two']) assert.equal(answer(text, name, 'fire').recovery.status, 'unrecoverable');
  });

  it('a missing size is named, and nothing is guessed', () => {
    const text = `${sites} system db: postgresql { at rack; changes 1 GB/day; backup { full daily at 02:00 to vault using pg_dump; keep 9 days } }`;
    const { loss, recovery } = answer(text, 'db', 'fire');
    assert.equal(loss.status, 'unknown');
    assert.deepEqual(loss.missing, ['db.size']);
    assert.equal(loss.met, undefined);
    assert.equal(recovery.status, 'unknown');
    assert.deepEqual(recovery.missing, ['db.size']);
  });

  it('with `taking` the size matters to recovery alone', () => {
    const text = `${sites} system db: postgresql { at rack; backup { full daily at 02:00 to vault using pg_dump taking 1h; keep 9 days } }`;
    const { loss, recovery } = answer(text, 'db', 'fire');
    assert.equal(loss.seconds, 26 * 3600);
    assert.deepEqual(recovery.missing, ['db.size']);
  });

  it('what is lost anyway is unrecoverable, whatever else is missing', () => {
    const text = `${sites} system db: postgresql { at rack; backup { full daily at 02:00 to nas using pg_dump } }`;
    const { loss } = answer(text, 'db', 'fire');
    assert.equal(loss.status, 'unrecoverable');
    assert.deepEqual(
      loss.falls.map(({ storage, reason, because }) => [storage, reason, because]),
      [['nas', 'lost', 'lost with rack']],
    );
  });

  it('a link between enclosing sites sets the pace of jobs and restores', () => {
    const text = `${sites} system db: postgresql { at rack; size 360 GB; backup { full daily at 02:00 to vault using pg_basebackup; keep 9 days } }`;
    const slip = answer(text, 'db', 'slip');
    // 360 GB over 100 MB/s: an hour.
    assert.equal(slip.recovery.seconds, 3600);
    assert.equal(slip.recovery.at, 'rack');
    const fire = answer(text, 'db', 'fire');
    assert.equal(fire.recovery.seconds, 900 + 900);
    assert.equal(fire.recovery.at, 'west');
  });

  it('a system without backup is unrecoverable, and so is what depends on it', () => {
    const text = `${sites} system db: postgresql { at rack } system web: application { at rack; redeploy "deploy" taking 5m; depends on db }`;
    assert.equal(answer(text, 'db', 'fire').loss.status, 'unrecoverable');
    const web = answer(text, 'web', 'fire');
    assert.equal(web.loss.seconds, 0);
    assert.equal(web.recovery.status, 'unrecoverable');
  });

  it('an exempt system is not assessed and holds nobody up', () => {
    const text = `${sites} system db: postgresql { at rack; exempt because "a cache" } system web: application { at rack; redeploy "deploy" taking 5m; depends on db }`;
    assert.deepEqual(results(text).get('db')?.scenarios, []);
    assert.equal(answer(text, 'web', 'fire').recovery.seconds, 900 + 300);
  });

  it('systems that wait for each other never come back', () => {
    const text = `${sites} system db: application { at rack; redeploy "a" taking 5m; depends on web } system web: application { at rack; redeploy "b" taking 5m; depends on db }`;
    assert.equal(answer(text, 'web', 'fire').recovery.status, 'unrecoverable');
  });

  it('a system elsewhere is not affected', () => {
    const text = `${sites} system db: postgresql { at west; rpo 1h }`;
    const { affected, loss, recovery } = answer(text, 'db', 'fire');
    assert.deepEqual([affected, loss.seconds, loss.met, recovery.seconds], [false, 0, true, 0]);
  });

  it('of two blocks the one with the later state counts', () => {
    const blocks =
      'backup { full weekly on sunday at 02:00 to nas using pg_dump taking 1h } backup { full daily at 03:00 to nas using pg_basebackup taking 1h }';
    const text = `${sites} system db: postgresql { at rack; size 1 GB; ${blocks} }`;
    // The 25 hours over the Sunday when clocks go back are cut by that Sunday's dump.
    assert.equal(answer(text, 'db', 'slip').loss.seconds, 24 * 3600);
  });

  it('a delay of months goes by the calendar', () => {
    const scenarioText = 'scenario late { corrupt db; detected after 1 month }';
    const keep = (days: number): string =>
      `${sites}${scenarioText} system db: postgresql { at rack; size 1 GB; backup { full daily at 02:00 to nas using pg_dump taking 1m; keep ${days} days } }`;
    // From 31 July to 31 August are 31 days, and the day of the point itself comes to them.
    assert.equal(answer(keep(30), 'db', 'late').loss.status, 'unrecoverable');
    assert.equal(answer(keep(33), 'db', 'late').loss.seconds, 25 * 3600);
  });

  it('the same plan gives the same answers', () => {
    const text = `${sites} system db: postgresql { at rack; size 1 GB; backup { full daily at 02:00 to nas using pg_dump } }`;
    assert.deepEqual(assess(planOf(text), builtinCatalogue), assess(planOf(text), builtinCatalogue));
  });
});

describe('copies', () => {
  it('counts production and what always restores alone; snapshots and short retention do not count', () => {
    const text = `${sites}
storage tapes: tape { at west; path "/tapes"; offline }
storage snaps: snapshots { at rack }
system db: postgresql { at east; size 1 GB; backup {
  full daily at 02:00 to nas using pg_dump
  full weekly on sunday at 02:00 to tapes using pg_dump
  snapshot hourly to snaps
  copy daily at 05:00 from nas to vault
  keep on nas 9 days
  keep on tapes 3 days
  keep on vault 9 days
  verify restore weekly on monday at 05:00
} }`;
    const copies = results(text).get('db')?.copies;
    assert.deepEqual(copies, {
      total: 3,
      storages: ['nas', 'vault'],
      media: ['disk'],
      offsite: ['vault'],
      immutable: [],
      restoreVerified: true,
    });
  });
});

describe('how numbers read', () => {
  it('durations', () => {
    assert.deepEqual([0, 45, 1202, 4862, 95580, 4862.5, 14 * 86400, 61 * 86400 + 3600, -60].map(sayDuration), [
      '0s',
      '45s',
      '20m2s',
      '1h21m2s',
      '26h33m',
      '1h21m3s',
      '14 days',
      '61 days 1h',
      '-1m',
    ]);
  });

  it('sizes, rates and instants', () => {
    assert.equal(saySize(120e9), '120 GB');
    assert.equal(saySize(999.6e6), '1 GB');
    assert.equal(sayRate(400e6), '400 MB/s');
    assert.equal(sayInstant(Date.UTC(2027, 9, 31, 0, 40) / 1000, 'Europe/Berlin'), '31 Oct 2027 02:40');
  });

  it('a sum in one line', () => {
    const parts = [
      { label: 'between runs', value: 86400, unit: 'seconds' as const },
      { label: 'when clocks go forward on 28 Mar 2027', value: -3600, unit: 'seconds' as const },
    ];
    assert.equal(sayParts(parts), '24h between runs − 1h when clocks go forward on 28 Mar 2027');
  });
});

describe('what a system must retain', () => {
  const kept = (keep: string, retain: string): boolean | undefined => {
    const text = `${sites} system db: postgresql { at rack; size 1 GB; retain ${retain}; backup { full daily at 02:00 to nas using pg_dump taking 40m; keep ${keep} } }`;
    return results(text).get('db')?.retained[0]?.met;
  };

  it('is there if it is kept the same way', () => {
    assert.equal(kept('daily for 30 days', 'daily for 30 days'), true);
    assert.equal(kept('monthly for 12 months, 7 daily', 'monthly for 12 months'), true);
    assert.equal(kept('30 daily', '30 daily'), true);
    assert.equal(kept('14 days', '14 days'), true);
    assert.equal(kept('forever', 'forever'), true);
    assert.equal(kept('5 last', '5 last'), true);
  });

  it('is not there if less is kept', () => {
    assert.equal(kept('daily for 20 days', 'daily for 30 days'), false);
    assert.equal(kept('daily for 30 days', 'monthly for 12 months'), false);
    assert.equal(kept('13 days', '14 days'), false);
    assert.equal(kept('forever', 'hourly for 2 days'), false);
    assert.equal(kept('4 last', '5 last'), false);
  });
});
