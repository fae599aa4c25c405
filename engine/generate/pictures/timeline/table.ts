import { sayDuration, sayInstant } from '../../../assess/say.ts';
import { type Cell, cell, type Table } from '../picture.ts';
import type { Row, TimelineModel } from './model.ts';

/** A row for each job, copy and test. */
export function timelineTable({ zone, week, nights }: TimelineModel): Table {
  return {
    head: ['System', 'What', 'When', 'Runs in the week', 'Longest', 'First', 'Do not happen', ...nights.map(({ title }) => title)],
    rows: week.rows.map((row) => [
      cell(row.lane.system.name),
      cell(row.lane.text),
      cell(row.lane.when),
      row.lane.continuous ? cell('all the time') : cell(String(row.runs.length), row.runs.length),
      longest(row),
      first(row, zone),
      row.skipped.length === 0 ? cell('') : cell(skippedWord(row, zone), row.skipped.length),
      ...nights.map(({ rows }) => {
        const mine = rows.find(({ lane }) => lane === row.lane);
        if (mine === undefined) return cell('');
        const starts = mine.runs.slice(0, 3).map(({ start }) => sayInstant(start, zone).replace(/^.* /u, ''));
        const more = mine.runs.length > 3 ? ` and ${mine.runs.length - 3} more` : '';
        const gap = mine.gap === undefined ? '' : `; ${sayDuration(mine.gap)} apart`;
        return cell(`at ${starts.join(', ')}${more}${gap}`, mine.gap);
      }),
    ]),
  };
}

export function lengthOf({ runs }: Row): number {
  return runs.reduce((most, { start, end }) => Math.max(most, end - start), 0);
}

function longest(row: Row): Cell {
  const seconds = lengthOf(row);
  return row.runs.length === 0 || seconds === 0 ? cell('') : cell(sayDuration(seconds), seconds);
}

function first({ runs, next }: Row, zone: string): Cell {
  const start = runs[0]?.start ?? next;
  return start === undefined ? cell('') : cell(sayInstant(start, zone), start);
}

function skippedWord({ skipped }: Row, zone: string): string {
  const stronger = skipped.filter(({ because }) => because === 'stronger');
  const running = skipped.filter(({ because }) => because === 'running');
  const told = (starts: typeof skipped, why: string): string =>
    `${starts.length} (${why}), the first ${sayInstant(starts[0]?.at ?? 0, zone)}`;
  return [
    ...(stronger.length === 0 ? [] : [told(stronger, 'a stronger job runs instead')]),
    ...(running.length === 0 ? [] : [told(running, 'another run is still going')]),
  ].join('; ');
}
