/** Clocks come from a table, which must say what the world's do. */
import assert from 'node:assert/strict';
import table from '../../engine/plan/zones.json' with { type: 'json' };
import { isZone, offsetsOf } from '../../engine/plan/zones.ts';

/** What Node says, by another of its ways than the one that the table was made by. */
function clockOf(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' });
  return (instant) => Date.parse(`${format.format(instant * 1000)} UTC`) / 1000 - instant;
}

describe('time zones', () => {
  it('of the table have the clocks that Node knows, before and after each change', function () {
    this.timeout(60_000);
    const releases = `the table is of ${table.tzdata}, this Node.js knows ${process.versions.tz}: npm run zones with the newest`;
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      const clock = clockOf(zone);
      const offset = offsetsOf(zone);
      const history = table.clocks.find(({ zones }) => zones.split(' ').includes(zone))?.history;
      assert.ok(offset !== undefined && history !== undefined, `${zone}; ${releases}`);
      const changes = history.filter((_, index) => index % 2 === 1);
      for (const instant of [table.from, ...changes.flatMap((at) => [at - 1, at, at + 1]), table.to - 1])
        assert.equal(offset(instant), clock(instant), `${zone} at ${instant}; ${releases}`);
    }
  });

  it('are known by names that are older or newer than the table’s, and beyond its years', () => {
    for (const [zone, instant, hours] of [
      ['US/Eastern', 1_800_000_000, -5],
      ['europe/berlin', 1_800_000_000, 1],
      ['Asia/Kolkata', 1_800_000_000, 5.5],
      ['Europe/Berlin', 0, 1],
      ['Europe/Berlin', 2_540_000_000, 2],
      ['UTC', 1_800_000_000, 0],
    ] as const)
      assert.equal(offsetsOf(zone)?.(instant), hours * 3600, `${zone} at ${instant}`);
  });

  it('that nobody knows are none, whatever is in their names', () => {
    for (const zone of [
      '',
      ' ',
      'Europe',
      'Europe/Berlin Europe/Paris',
      'Europe/Berlin ',
      'Mars/Olympus',
      '\u0000',
      '__proto__',
      'Europe/',
    ])
      assert.equal(isZone(zone), false, JSON.stringify(zone));
  });
});
