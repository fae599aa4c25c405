import assert from 'node:assert/strict';
import { lateness } from '../../engine/checks/operation/due.ts';

const span = (years: number, months: number, days: number) => ({ years, months, seconds: days * 86400 });

describe('what is done every so often', () => {
  it('is late from the day after the one on which it is due', () => {
    assert.equal(lateness('2026-10-05', span(0, 3, 0), '2027-01-05'), undefined);
    assert.equal(lateness('2026-10-05', span(0, 3, 0), '2027-01-06'), 'due on 5 Jan 2027, yesterday');
    assert.equal(lateness('2026-10-05', span(0, 3, 0), '2027-01-31'), 'due on 5 Jan 2027, 26 days ago');
  });
  it('is due on the last day of a month that has no such day', () => {
    assert.equal(lateness('2026-08-31', span(0, 6, 0), '2027-03-01'), 'due on 28 Feb 2027, yesterday');
    assert.equal(lateness('2024-02-29', span(1, 0, 0), '2025-02-28'), undefined);
  });
  it('counts days and weeks as such', () => {
    assert.equal(lateness('2026-11-01', span(0, 0, 14), '2026-11-17'), 'due on 15 Nov 2026, 2 days ago');
  });
  it('is never late where the next time never comes', () => {
    assert.equal(lateness('2026-11-01', span(Number.MAX_VALUE, 0, 0), '2026-11-17'), undefined);
  });
});
