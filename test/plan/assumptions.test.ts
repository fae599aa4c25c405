import assert from 'node:assert/strict';
import { assumptionsOf } from '../../engine/plan/assumptions.ts';
import { durationAs, percentAs, priceAs, rateAs, sizeAs, spanAs } from '../../engine/plan/written-as.ts';
import { planOf } from './project.ts';

describe('the assumptions of a plan', () => {
  it('are the defaults that its answers rest on, each with value and source', () => {
    const plan = planOf(`plan "x" { timezone "Europe/Berlin" }
site a { }
storage nas: disk { at a; read 1 GB/s; media disk; account ops }
storage cold: s3 { at a; class deep-archive; price 0.001 USD/GB/month; egress 0 USD/GB; media object; read 1 GB/s; write 1 GB/s }
storage idle: tape { at a }
system db: mariadb { at a; changes 1 GB/day; compresses to 50%; account ops; backup { full daily at 01:00 to nas; log continuous to nas; copy after full from nas to cold } }
system cache: redis { at a; exempt because "fills itself" }
scenario s { compromise ops; declare within 1h }`);
    assert.deepEqual(
      assumptionsOf(plan).map(({ about, value }) => `${about} = ${value}`),
      [
        'nas.write = 200 MB/s',
        'cold.retrieval = 12h',
        'cold.minimum = 180 days',
        'cold.account = production',
        'db.logs = 1 GB/day',
        'db.restore = 20 MB/s',
        'db.replay = 10 MB/s',
        'db/full-nas.using = mariadb-dump',
        'db/log-nas.using = mariadb-dump',
        'db/log-nas.lag = 1m',
        's.detected = 0s',
        's.provision = 0s',
      ],
    );
    for (const { about, source } of assumptionsOf(plan)) assert.ok(source.length > 0, about);
    assert.equal(assumptionsOf(plan)[0]?.source, 'disk default in the catalogue');
  });

  it('are none where a plan says everything', () => {
    const plan = planOf('plan "x" { timezone "UTC" }\nsite a { }\nscenario s { lose a; declare within 1h; provision within 2h }');
    assert.deepEqual(assumptionsOf(plan), []);
  });
});

describe('a quantity as a plan writes it', () => {
  it('is exact', () => {
    assert.deepEqual([0, 999, 1000, 120e9, 1.5e12, 2 ** 40].map(sizeAs), ['0 B', '999 B', '1 kB', '120 GB', '1.5 TB', '1099511627776 B']);
    assert.deepEqual([25e6, 6e9 / 86400, 1e6 / 86400, 12.5e6].map(rateAs), ['25 MB/s', '6 GB/day', '1 MB/day', '12.5 MB/s']);
    assert.deepEqual([0, 60, 5400, 43200, 86400, 30 * 86400, 90061].map(durationAs), [
      '0s',
      '1m',
      '1h30m',
      '12h',
      '1 day',
      '30 days',
      '25h1m1s',
    ]);
    assert.equal(spanAs({ years: 1, months: 6, seconds: 0 }), '1 year 6 months');
    assert.equal(spanAs({ years: 0, months: 0, seconds: 0 }), '0s');
    assert.equal(priceAs({ amount: 0.0125 / 1e9, currency: 'USD' }), '0.0125 USD/GB');
    assert.equal(percentAs(0.07), '7%');
  });
});
