import assert from 'node:assert/strict';
import { Shelf } from '../../engine/assess/retention/retention.ts';
import { zoneOf } from '../../engine/assess/schedule/calendar.ts';
import type { Period, RuleForm, Span } from '../../engine/plan/model.ts';

const DAY = 86400;
const utc = (text: string): number => Date.parse(text) / 1000;
const count = (amount: number, period: Period | 'last'): RuleForm => ({ rule: 'count', count: amount, period });
const span = (parts: Partial<Span>): Span => ({ years: 0, months: 0, seconds: 0, ...parts });

interface Point {
  readonly capture: number;
  readonly needs?: number;
}

/** Adds points one after the other, pruning after each as its run ends, then once more at `now`; gives the captures that are left. */
function kept(rules: readonly RuleForm[], points: readonly Point[], now: number, zone = 'UTC', lock?: Span): number[] {
  const captures = points.map(({ capture }) => capture);
  const needs = points.map(({ needs = -1 }) => needs);
  const on = new Shelf(rules, lock, zoneOf(zone), { capture: captures, needs });
  const left = new Set<number>();
  const prune = (at: number): void => {
    for (const point of on.prune(at)) left.delete(point);
  };
  for (const [point, { capture }] of points.entries()) {
    on.add(point, capture);
    left.add(point);
    prune(capture);
  }
  prune(now);
  return [...left].map((point) => points[point]?.capture ?? 0).sort((a, b) => a - b);
}

function shelfOf(rules: readonly RuleForm[], lock: Span | undefined, capture: readonly number[], needs = capture.map(() => -1)): Shelf {
  return new Shelf(rules, lock, zoneOf('UTC'), { capture, needs });
}

/** A point a day at 02:00 for 800 days, the last on 2026-03-18, like the vectors that were computed for restic. */
const last = utc('2026-03-18T02:00Z');
const dailies = (days: number): Point[] => Array.from({ length: days }, (_, index) => ({ capture: last - (days - 1 - index) * DAY }));

describe('keeping by count, as restic does', () => {
  const vectors: [string, RuleForm[], Point[], number, number][] = [
    ['7 daily, 4 weekly, 6 monthly', [count(7, 'daily'), count(4, 'weekly'), count(6, 'monthly')], dailies(800), 14, 138],
    ['14 daily, 8 weekly, 12 monthly', [count(14, 'daily'), count(8, 'weekly'), count(12, 'monthly')], dailies(800), 30, 322],
    [
      '7 daily, 4 weekly, 12 monthly, 3 yearly',
      [count(7, 'daily'), count(4, 'weekly'), count(12, 'monthly'), count(3, 'yearly')],
      dailies(800),
      21,
      442,
    ],
    ['7 daily of a weekly job', [count(7, 'daily')], dailies(800).filter((_, index) => (799 - index) % 7 === 0), 7, 42],
    [
      '24 hourly, 7 daily, 4 weekly, 3 monthly of an hourly job',
      [count(24, 'hourly'), count(7, 'daily'), count(4, 'weekly'), count(3, 'monthly')],
      Array.from({ length: 120 * 24 }, (_, index) => ({ capture: last - (120 * 24 - 1 - index) * 3600 })),
      33,
      45,
    ],
    [
      '7 daily, 4 weekly after 20 days without a run',
      [count(7, 'daily'), count(4, 'weekly')],
      dailies(800).filter((_, index) => index < 779 || index === 799),
      8,
      31,
    ],
  ];
  for (const [name, rules, points, amount, days] of vectors) {
    it(`${name}: ${amount} points, ${days} days back`, () => {
      const captures = kept(rules, points, last);
      assert.equal(captures.length, amount);
      assert.equal(Math.floor((last - (captures[0] ?? 0)) / DAY), days);
    });
  }

  it('12 monthly beside 14 daily and 8 weekly reaches back 304 days at worst, 14 monthly 366', () => {
    const reach = (months: number): number => {
      const rules = [count(14, 'daily'), count(8, 'weekly'), count(months, 'monthly')];
      const points = dailies(1200);
      return Math.min(
        ...Array.from({ length: 365 }, (_, back) => {
          const now = points.length - 1 - back;
          const captures = kept(rules, points.slice(Math.max(0, now - 500), now + 1), points[now]?.capture ?? 0);
          return ((points[now]?.capture ?? 0) - (captures[0] ?? 0)) / DAY;
        }),
      );
    };
    assert.equal(reach(12), 304);
    assert.equal(reach(14), 366);
  }).timeout(60_000);
});

describe('keeping by time', () => {
  it('a duration keeps a point to its last second', () => {
    const rule: RuleForm = { rule: 'span', span: span({ seconds: 7 * DAY }) };
    assert.deepEqual(kept([rule], [{ capture: 0 }], 7 * DAY), [0]);
    assert.deepEqual(kept([rule], [{ capture: 0 }], 7 * DAY + 1), []);
  });

  it('a month is clamped: on 31 March the points since 28 February are there', () => {
    const rule: RuleForm = { rule: 'span', span: span({ months: 1 }) };
    const points = [{ capture: utc('2027-02-28T02:00Z') - 1 }, { capture: utc('2027-02-28T02:00Z') }];
    assert.deepEqual(kept([rule], points, utc('2027-03-31T02:00Z')), [utc('2027-02-28T02:00Z')]);
  });

  it('daily for 3 days keeps the newest of each day', () => {
    const rule: RuleForm = { rule: 'period-for', period: 'daily', span: span({ seconds: 3 * DAY }) };
    const points = ['2027-01-01T02:00Z', '2027-01-01T14:00Z', '2027-01-02T02:00Z', '2027-01-02T14:00Z', '2027-01-03T02:00Z'].map(
      (text) => ({ capture: utc(text) }),
    );
    assert.deepEqual(kept([rule], points, utc('2027-01-03T02:00Z')), [
      utc('2027-01-01T14:00Z'),
      utc('2027-01-02T14:00Z'),
      utc('2027-01-03T02:00Z'),
    ]);
  });

  it("days are those of the plan's time zone", () => {
    const points = [{ capture: utc('2027-01-01T22:30Z') }, { capture: utc('2027-01-01T23:30Z') }];
    assert.equal(kept([count(5, 'daily')], points, utc('2027-01-01T23:30Z'), 'UTC').length, 1);
    assert.equal(kept([count(5, 'daily')], points, utc('2027-01-01T23:30Z'), 'Europe/Berlin').length, 2);
  });

  it('without rules everything stays', () => {
    assert.deepEqual(kept([], [{ capture: 0 }], 1e9), [0]);
  });
});

describe('what stays besides', () => {
  const three: RuleForm[] = [count(3, 'last')];

  it('a point that a kept point needs stays, and goes with it', () => {
    const chain = [
      { capture: 0 },
      { capture: 10, needs: 0 },
      { capture: 20, needs: 1 },
      { capture: 30, needs: 2 },
      { capture: 40, needs: 3 },
    ];
    assert.deepEqual(kept(three, chain, 40), [0, 10, 20, 30, 40]);
    const next = [...chain, { capture: 50 }, { capture: 60, needs: 5 }, { capture: 70, needs: 6 }];
    assert.deepEqual(kept(three, next, 70), [50, 60, 70]);
  });

  it('a point that is needed by way of a point elsewhere stays', () => {
    const on = shelfOf([count(1, 'last')], undefined, [0, 10, 20, 30], [-1, 0, 1, -1]);
    on.add(0, 0);
    assert.deepEqual(on.prune(0), []);
    on.add(2, 20);
    assert.deepEqual(on.prune(20), []);
    on.add(3, 30);
    assert.deepEqual([...on.prune(30)].sort(), [0, 2]);
  });

  it('a locked point stays until its lock ends', () => {
    const points = [0, 10, 20, 30].map((capture) => ({ capture }));
    assert.deepEqual(kept(three, points, 99, 'UTC', span({ seconds: 100 })), [0, 10, 20, 30]);
    assert.deepEqual(kept(three, points, 100, 'UTC', span({ seconds: 100 })), [10, 20, 30]);
  });

  it('points that come out of order count by their captures', () => {
    assert.deepEqual(kept(three, [{ capture: 20 }, { capture: 0 }, { capture: 30 }, { capture: 10 }], 40), [10, 20, 30]);
  });

  it('a point that is taken away makes room for the one before it', () => {
    const on = shelfOf([count(1, 'daily')], span({ seconds: 1000 }), [0, 10]);
    for (const [point, capture] of [0, 10].entries()) {
      on.add(point, capture);
      assert.deepEqual(on.prune(capture), []);
    }
    on.remove([1]);
    assert.deepEqual(on.prune(2000), []);
    assert.equal(on.oldest(), 0);
  });
});
