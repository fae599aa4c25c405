import { holding } from '../../../assess/cost/test-restores.ts';
import { dayNumber } from '../../../assess/schedule/calendar.ts';
import { scheduledStarts } from '../../../assess/schedule/runs.ts';
import type { System, Verify } from '../../../plan/model.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { counted, list } from '../words.ts';
import { type Entry, yearOf } from './calendar.ts';

/** Copy by system: how often each is restored in the year, by the plan's own tests and by the calendar. */
export function coverage(source: Source, calendar: readonly Entry[]): string {
  const { plan } = source;
  const backed = plan.systems.filter(
    ({ blocks, exempt }) => exempt === undefined && blocks.some((block) => holding(plan, block).length > 0),
  );
  if (backed.length === 0) return 'There is no copy that could be tested.';
  const counts = new Map(backed.map((system) => [system.name, countsOf(source, system)]));
  const storages = plan.storages.filter(({ name }) => backed.some((system) => counts.get(system.name)?.has(name)));
  const cell = (system: string, storage: string): string => {
    const count = counts.get(system)?.get(storage);
    if (count === undefined) return '';
    const planned = calendar.filter(({ test }) => test.sort === 'restore' && test.system.name === system && test.storage === storage);
    return `${count === 0 ? '**never**' : counted(count, 'time')}; calendar: ${planned.map(({ date, test }) => `${date}${test.sort === 'restore' ? ` ${test.age}` : ''}`).join(', ')}`;
  };
  const untested = backed.flatMap((system) =>
    [...(counts.get(system.name) ?? [])]
      .filter(([, count]) => count === 0)
      .map(([storage]) => `${plain(system.name)} on ${plain(storage)}`),
  );
  return [
    `How often the plan's own restore tests of ${yearOf(plan)} read each copy (the storages of a backup take turns), and when the calendar below does.`,
    table(
      ['System', ...storages.map(({ name }) => plain(name))],
      backed.map((system) => [plain(system.name), ...storages.map(({ name }) => cell(system.name, name))]),
    ),
    untested.length === 0
      ? 'Every copy is restored by the plan itself; its tests take the newest point, the calendar the oldest.'
      : `Never restored by the plan itself: ${list(untested)}.`,
  ].join('\n\n');
}

/** By storage. */
function countsOf(source: Source, { blocks }: System): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const block of blocks) {
    const inTurn = holding(source.plan, block).map(({ name }) => name);
    for (const name of inTurn) if (!counts.has(name)) counts.set(name, 0);
    for (const verify of block.verifies.filter(({ what }) => what === 'restore')) {
      const runs = runsIn(verify, yearOf(source.plan));
      inTurn.forEach((name, turn) => {
        counts.set(name, (counts.get(name) ?? 0) + Math.max(0, Math.ceil((runs - turn) / inTurn.length)));
      });
    }
  }
  return counts;
}

function runsIn({ schedule }: Verify, year: number): number {
  if ('months' in schedule) return schedule.months > 0 ? Math.ceil(12 / schedule.months) : 0;
  return scheduledStarts(schedule, dayNumber(year, 1, 1) * 86400, dayNumber(year + 1, 1, 1) * 86400).length;
}
