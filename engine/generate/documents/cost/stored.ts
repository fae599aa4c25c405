import { costsOf } from '../../../checks/answers.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { instant, size } from '../words.ts';
import { cells, MONTHS } from './figures.ts';

/** The mean of what lies on each storage in the months that are shown, and when it is full. */
export function storedTable(source: Source): string {
  const { storages } = costsOf(source);
  if (storages.length === 0) return 'Nothing.';
  const bounded = storages.some(({ capacity }) => capacity !== undefined);
  return table(
    ['Storage', ...MONTHS, ...(bounded ? ['Capacity', 'Full from'] : [])],
    storages.map(({ name, bytes, capacity, fullAt }) => [
      plain(name),
      ...cells(bytes, size),
      ...(bounded ? [capacity === undefined ? '' : size(capacity), full(capacity, fullAt)] : []),
    ]),
  );
}

function full(capacity: number | undefined, at: number | undefined): string {
  if (capacity === undefined) return '';
  return at === undefined ? 'not before 2030' : `**${instant(at)}**`;
}
