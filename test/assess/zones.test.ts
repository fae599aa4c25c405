/** Clock changes, held against Temporal, also in years that the table does not have. */
import assert from 'node:assert/strict';
import { Temporal } from 'temporal-polyfill';
import { zoneOf } from '../../engine/assess/schedule/calendar.ts';

/** By Temporal, which finds them by itself. */
function changesOf(zone: string, from: number, to: number): { at: number; by: number }[] {
  const found: { at: number; by: number }[] = [];
  let before = Temporal.Instant.fromEpochMilliseconds(from * 1000).toZonedDateTimeISO(zone);
  for (;;) {
    const next = before.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds >= to * 1000) return found;
    const offset = Temporal.Instant.fromEpochMilliseconds(next.epochMilliseconds - 1).toZonedDateTimeISO(zone).offsetNanoseconds;
    found.push({ at: next.epochMilliseconds / 1000, by: (next.offsetNanoseconds - offset) / 1e9 });
    before = next;
  }
}

describe('a time zone', () => {
  const [from, to] = [Date.UTC(1987, 2, 3) / 1000, Date.UTC(2032, 0, 1) / 1000];

  for (const zone of [
    'Europe/Berlin',
    'Africa/Casablanca', // four changes a year, around Ramadan
    'America/Recife', // a summer time of one week, in 2000
    'Australia/Lord_Howe', // half an hour
    'Pacific/Apia', // a day that never was
    'Asia/Kathmandu', // a quarter of an hour from its neighbours
  ])
    it(`changes its clocks when it does: ${zone}`, () => {
      assert.deepEqual(zoneOf(zone).changes(from, to), changesOf(zone, from, to));
    });

  it('is UTC where there is none of the name', () => {
    assert.equal(zoneOf('Europe/Atlantis').offset(0), 0);
    assert.deepEqual(zoneOf('Europe/Atlantis').changes(from, to), []);
  });
});
