import assert from 'node:assert/strict';
import { longestGap, nextRuns, scheduledStarts, type Timing } from '../../engine/assess/schedule/runs.ts';
import type { ScheduleForm } from '../../engine/plan/model.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

function utc(text: string): number {
  return Date.parse(text) / 1000;
}

function runs(form: ScheduleForm, zone: string, from: string, to: string): string[] {
  return scheduledStarts({ form, zone }, utc(from), utc(to)).map((start) => new Date(start * 1000).toISOString().replace(':00.000Z', 'Z'));
}

const daily = (...times: number[]): ScheduleForm => ({ form: 'daily', times });
const cron = (expression: string): ScheduleForm => ({ form: 'cron', expression });
const every = (seconds: number): ScheduleForm => ({ form: 'every', span: { years: 0, months: 0, seconds } });
const half = (hour: number): number => hour * HOUR + HOUR / 2;

describe('runs when clocks change', () => {
  it('Berlin: a skipped 02:30 runs at 03:30, an hour later', () => {
    assert.deepEqual(runs(daily(half(2)), 'Europe/Berlin', '2027-03-27T00:00Z', '2027-03-30T00:00Z'), [
      '2027-03-27T01:30Z',
      '2027-03-28T01:30Z',
      '2027-03-29T00:30Z',
    ]);
  });

  it('Berlin: a doubled 02:30 runs at the first', () => {
    assert.deepEqual(runs(daily(half(2)), 'Europe/Berlin', '2027-10-30T00:00Z', '2027-11-02T00:00Z'), [
      '2027-10-30T00:30Z',
      '2027-10-31T00:30Z',
      '2027-11-01T01:30Z',
    ]);
  });

  it('Berlin: a skipped 02:30 and 03:30 of the same night are one run', () => {
    assert.deepEqual(runs(daily(half(2), half(3)), 'Europe/Berlin', '2027-03-28T00:00Z', '2027-03-28T12:00Z'), ['2027-03-28T01:30Z']);
  });

  it('Berlin: a skipped time may come after a later one', () => {
    assert.deepEqual(runs(daily(half(2), 3 * HOUR), 'Europe/Berlin', '2027-03-28T00:00Z', '2027-03-28T12:00Z'), [
      '2027-03-28T01:00Z',
      '2027-03-28T01:30Z',
    ]);
  });

  it('New York: 02:30 on 14 March 2027 runs at 03:30 EDT', () => {
    assert.deepEqual(runs(daily(half(2)), 'America/New_York', '2027-03-14T00:00Z', '2027-03-15T00:00Z'), ['2027-03-14T07:30Z']);
  });

  it('New York: 01:30 on 7 November 2027 runs once, in EDT', () => {
    assert.deepEqual(runs(daily(half(1)), 'America/New_York', '2027-11-07T00:00Z', '2027-11-08T00:00Z'), ['2027-11-07T05:30Z']);
  });

  it('Sydney: clocks go back in April and forward in October', () => {
    assert.deepEqual(runs(daily(half(2)), 'Australia/Sydney', '2027-04-03T00:00Z', '2027-04-05T00:00Z'), [
      '2027-04-03T15:30Z',
      '2027-04-04T16:30Z',
    ]);
    assert.deepEqual(runs(daily(half(2)), 'Australia/Sydney', '2027-10-02T00:00Z', '2027-10-04T00:00Z'), [
      '2027-10-02T16:30Z',
      '2027-10-03T15:30Z',
    ]);
  });

  it('Lord Howe: the gap is half an hour, so 02:15 runs at 02:45', () => {
    assert.deepEqual(runs(daily(2 * HOUR + 900), 'Australia/Lord_Howe', '2027-10-01T12:00Z', '2027-10-04T00:00Z'), [
      '2027-10-01T15:45Z',
      '2027-10-02T15:45Z',
      '2027-10-03T15:15Z',
    ]);
  });

  it('Lord Howe: 01:45 happens twice on 4 April 2027 and runs at the first', () => {
    assert.deepEqual(runs(daily(HOUR + 2700), 'Australia/Lord_Howe', '2027-04-03T00:00Z', '2027-04-05T00:00Z'), [
      '2027-04-03T14:45Z',
      '2027-04-04T15:15Z',
    ]);
  });

  it('Kolkata is half an hour off all year', () => {
    assert.deepEqual(runs(daily(2 * HOUR), 'Asia/Kolkata', '2027-03-27T12:00Z', '2027-03-29T12:00Z'), [
      '2027-03-27T20:30Z',
      '2027-03-28T20:30Z',
    ]);
  });

  it('Apia skipped 30 December 2011: its runs and those of the 31st are one', () => {
    assert.deepEqual(runs(daily(2 * HOUR), 'Pacific/Apia', '2011-12-28T13:00Z', '2012-01-01T00:00Z'), [
      '2011-12-29T12:00Z',
      '2011-12-30T12:00Z',
      '2011-12-31T12:00Z',
    ]);
  });

  it('every 15m and hourly go by elapsed time', () => {
    const night = ['2027-10-31T00:00Z', '2027-10-31T03:00Z'] as const;
    assert.equal(runs(every(900), 'Europe/Berlin', ...night).length, 12);
    assert.deepEqual(runs({ form: 'hourly', minute: 15 }, 'Europe/Berlin', ...night), [
      '2027-10-31T00:15Z',
      '2027-10-31T01:15Z',
      '2027-10-31T02:15Z',
    ]);
  });

  it('hourly at :15 is when the minute hand stands there, also where the hour of the zone is not that of UTC', () => {
    assert.deepEqual(runs({ form: 'hourly', minute: 15 }, 'Asia/Kolkata', '2027-06-01T00:00Z', '2027-06-01T02:00Z'), [
      '2027-06-01T00:45Z',
      '2027-06-01T01:45Z',
    ]);
    // On Lord Howe the clock goes back by half an hour: from :00 to :30 past the hour of UTC.
    assert.deepEqual(runs({ form: 'hourly', minute: 15 }, 'Australia/Lord_Howe', '2027-04-03T13:00Z', '2027-04-03T17:00Z'), [
      '2027-04-03T13:15Z',
      '2027-04-03T14:15Z',
      '2027-04-03T15:45Z',
      '2027-04-03T16:45Z',
    ]);
  });

  it('every 2h goes by the wall clock from midnight', () => {
    assert.deepEqual(runs(every(2 * HOUR), 'Europe/Berlin', '2027-10-30T22:00Z', '2027-10-31T06:00Z'), [
      '2027-10-30T22:00Z',
      '2027-10-31T00:00Z',
      '2027-10-31T03:00Z',
      '2027-10-31T05:00Z',
    ]);
  });

  it('a cron expression that fires every half hour rests for an hour and a half when clocks go back', () => {
    assert.equal(longestGap({ form: cron('*/30 * * * *'), zone: 'Europe/Berlin' })?.seconds, 1.5 * HOUR);
  });
});

describe('schedules', () => {
  it('monthly on 31 leaves out shorter months', () => {
    const form: ScheduleForm = { form: 'monthly', days: [{ day: 31 }], times: [0] };
    assert.deepEqual(runs(form, 'UTC', '2027-01-01T00:00Z', '2027-08-01T00:00Z'), [
      '2027-01-31T00:00Z',
      '2027-03-31T00:00Z',
      '2027-05-31T00:00Z',
      '2027-07-31T00:00Z',
    ]);
  });

  it('monthly on last, on a first Sunday and on a last Friday', () => {
    const form: ScheduleForm = { form: 'monthly', days: [{ last: true }, { nth: 1, weekday: 7 }, { nth: 'last', weekday: 5 }], times: [0] };
    assert.deepEqual(runs(form, 'UTC', '2028-02-01T00:00Z', '2028-03-01T00:00Z'), [
      '2028-02-06T00:00Z',
      '2028-02-25T00:00Z',
      '2028-02-29T00:00Z',
    ]);
  });

  it('weekdays and weekly', () => {
    assert.deepEqual(runs({ form: 'weekdays', times: [HOUR] }, 'UTC', '2027-01-01T00:00Z', '2027-01-06T00:00Z'), [
      '2027-01-01T01:00Z',
      '2027-01-04T01:00Z',
      '2027-01-05T01:00Z',
    ]);
    assert.deepEqual(runs({ form: 'weekly', weekdays: [7, 3], times: [HOUR] }, 'UTC', '2027-01-01T00:00Z', '2027-01-08T00:00Z'), [
      '2027-01-03T01:00Z',
      '2027-01-06T01:00Z',
    ]);
  });

  it('yearly on 29 February runs in leap years', () => {
    const form: ScheduleForm = { form: 'yearly', dates: [{ month: 2, day: 29 }], times: [0] };
    assert.deepEqual(runs(form, 'UTC', '2025-01-01T00:00Z', '2033-01-01T00:00Z'), ['2028-02-29T00:00Z', '2032-02-29T00:00Z']);
    assert.equal(longestGap({ form, zone: 'UTC' })?.seconds, 1461 * DAY);
  });

  it('cron: where both day fields restrict, a day of either will do', () => {
    assert.deepEqual(runs(cron('0 3 13 * fri'), 'UTC', '2027-01-06T00:00Z', '2027-01-20T00:00Z'), [
      '2027-01-08T03:00Z',
      '2027-01-13T03:00Z',
      '2027-01-15T03:00Z',
    ]);
  });

  it('cron: a day field of * leaves the other to decide', () => {
    assert.deepEqual(runs(cron('0 3 * * 1-2'), 'UTC', '2027-01-01T00:00Z', '2027-01-08T00:00Z'), [
      '2027-01-04T03:00Z',
      '2027-01-05T03:00Z',
    ]);
    assert.deepEqual(runs(cron('0 3 1 jan,mar *'), 'UTC', '2027-01-01T00:00Z', '2027-05-01T00:00Z'), [
      '2027-01-01T03:00Z',
      '2027-03-01T03:00Z',
    ]);
  });

  it('the end of a range is not part of it', () => {
    assert.deepEqual(runs(daily(0), 'UTC', '2027-01-01T00:00Z', '2027-01-02T00:00Z'), ['2027-01-01T00:00Z']);
  });

  it('says when a schedule runs next, and where it rests longest', () => {
    const timing: Timing = { form: { form: 'weekdays', times: [22 * HOUR] }, zone: 'America/New_York' };
    assert.deepEqual(nextRuns(timing, utc('2027-01-02T00:00Z'), 2), [utc('2027-01-02T03:00Z'), utc('2027-01-05T03:00Z')]);
    assert.deepEqual(longestGap(timing), { seconds: 3 * DAY + HOUR, from: utc('2027-11-06T02:00Z'), to: utc('2027-11-09T03:00Z') });
  });

  it('a schedule that cannot run gives no runs', () => {
    assert.deepEqual(nextRuns({ form: every(7 * HOUR), zone: 'UTC' }, utc('2027-01-01T00:00Z'), 3), []);
    assert.equal(longestGap({ form: cron('nonsense'), zone: 'UTC' }), undefined);
  });
});
