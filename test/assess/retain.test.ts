import assert from 'node:assert/strict';
import { assess } from '../../engine/assess/assess.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { planOf } from './plan-of.ts';

interface Lack {
  readonly from: string;
  readonly to: string;
  readonly at: string;
}

/** What the first rule lacks first, as ISO instants; undefined: the rule is met. */
function lack(retain: string, block: string, head = ''): Lack | undefined {
  const plan = planOf(`plan "p" { ${head} }
site here { kind datacenter }
site there { kind cloud }
storage near: disk { at here; path "/b" }
storage far: s3 { at there; bucket "b" }
system notes: files { at here; path "/n"; size 100 GB; changes 1 GB/day; retain ${retain}
  backup {
    ${block}
  }
}`);
  const [retained] = assess(plan, builtinCatalogue).systems[0]?.retained ?? [];
  assert.ok(retained !== undefined && retained.met === (retained.lacking === undefined));
  if (retained.lacking === undefined) return undefined;
  const { from, to, at } = retained.lacking;
  const iso = (instant: number): string => new Date(instant * 1000).toISOString().replace(':00.000Z', '');
  return { from: iso(from), to: iso(to), at: iso(at) };
}

const daily = 'full daily at 02:00 to near using tar taking 40m';

describe('what a retain lacks first', () => {
  it('is the oldest day that is in reach as the window begins, where days are pruned too early', () => {
    assert.deepEqual(lack('daily for 30 days', `${daily}\nkeep daily for 20 days`), {
      // 2 December began 30 days before, and is out of reach in that instant.
      from: '2026-12-03T00:00',
      to: '2026-12-04T00:00',
      at: '2027-01-01T00:00',
    });
  });

  it('is the first Saturday, where jobs run on weekdays', () => {
    // The window begins on Friday 1 January 2027; the seven days before it begin on Friday 25 December.
    assert.deepEqual(lack('daily for 7 days', 'full weekdays at 02:00 to near using tar taking 40m\nkeep forever'), {
      from: '2026-12-26T00:00',
      to: '2026-12-27T00:00',
      at: '2027-01-01T00:00',
    });
  });

  it('is a month without a 31st', () => {
    assert.deepEqual(lack('monthly for 2 months', 'full monthly on 31 at 02:00 to near using tar taking 40m\nkeep forever'), {
      from: '2027-02-01T00:00',
      to: '2027-03-01T00:00',
      at: '2027-03-01T00:00',
    });
  });

  it('counts days of the time zone of the plan', () => {
    assert.deepEqual(lack('daily for 2 days', `${daily}\nkeep 1 last`, 'timezone "Asia/Tokyo"'), {
      // 2027-01-01T00:00Z is 09:00 in Tokyo: of the two days before, one whole day lies within, and its point went at 02:40.
      from: '2026-12-30T15:00',
      to: '2026-12-31T15:00',
      at: '2027-01-01T00:00',
    });
  });

  it('is a point, for a duration: from the run that prunes it too early', () => {
    // 13 days are kept. The run of 1 January 02:00 ends at 02:40 and prunes the point of 19 December 02:00.
    assert.deepEqual(lack('14 days', `${daily}\nkeep 13 days`), {
      from: '2026-12-18T02:00',
      to: '2026-12-18T02:00',
      at: '2027-01-01T00:00',
    });
  });

  it('is nothing where two storages have it between them', () => {
    const block = `${daily}\ncopy after full from near to far taking 10m\nkeep on near daily for 30 days\nkeep on far monthly for 12 months`;
    assert.equal(lack('daily for 30 days', block), undefined);
    assert.equal(lack('monthly for 12 months', block), undefined);
  });

  it('is an increment that is on its way from one storage to the other', () => {
    // With the full of Sunday 3 January the increments of the week before leave `near` at 02:40, to be on `far` ten minutes later.
    const block = `full weekly on sunday at 02:00 to near using tar taking 40m
incremental daily at 02:00 to near using tar taking 40m
move after full from near to far taking 10m
keep 30 days`;
    assert.equal(lack('daily for 5 days', block)?.at, '2027-01-03T02:40');
    assert.equal(lack('daily for 5 days', block.replace('move', 'copy')), undefined);
  });
});
