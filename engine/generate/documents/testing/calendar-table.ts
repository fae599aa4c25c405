import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import type { Entry } from './calendar.ts';
import { how, LEVEL, passes, title } from './words.ts';

export function calendarTable(source: Source, calendar: readonly Entry[]): string {
  if (calendar.length === 0) return 'There is nothing to test: the plan has no backup, no scenario and no key.';
  return [
    table(
      ['Date', 'At', 'Level', 'What', 'How', 'Passed when'],
      calendar.map((entry) => [
        entry.date,
        clock(entry),
        LEVEL[entry.test.sort],
        link(entry),
        plain(how(source, entry)),
        plain(passes(source, entry).join('; ')),
      ]),
    ),
    `Times are those of ${code(source.plan.timezone.value)}${source.plan.window === undefined ? '' : ', outside the window in which jobs may run'}.`,
  ].join('\n\n');
}

function link(entry: Entry): string {
  const { test } = entry;
  return test.sort === 'drill' ? `Drill [${plain(test.scenario.name)}](runbook-${test.scenario.name}.md)` : plain(title(entry));
}

function clock({ time }: Entry): string {
  return time === undefined ? '' : `${`${Math.floor(time / 3600)}`.padStart(2, '0')}:00`;
}

/** A line for the result of each test. */
export function resultTable(calendar: readonly Entry[]): string {
  const tests = calendar.filter(({ test }) => test.sort !== 'review' && test.sort !== 'acceptance');
  return table(
    ['Planned', 'Test', 'Done on', 'Point taken (UTC)', 'Measured', 'Passed', 'Who'],
    tests.map((entry) => [entry.date, plain(title(entry)), '', '', '', '', '']),
  );
}
