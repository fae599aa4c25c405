import { holding } from '../../../assess/cost/test-restores.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { list } from '../words.ts';

/** What is left of each system while a copy does not count. */
export function failures({ plan }: Source): string {
  const rows = plan.systems.flatMap((system) => {
    if (system.exempt !== undefined) return [];
    const storages = [...new Set(system.blocks.flatMap((block) => holding(plan, block).map(({ name }) => name)))];
    return storages.map((storage, index) => {
      const left = storages.filter((other) => other !== storage).map(plain);
      return [index === 0 ? plain(system.name) : '', plain(storage), left.length === 0 ? '**nothing**' : list(left)];
    });
  });
  const text = [
    '1. The copy does not count until it has passed again: the table says what is left meanwhile.',
    '2. The same test is done again from another point and from another storage on the same day, to know whether the point, the storage or the way is at fault.',
    '3. The cause is mended in the plan or in its scripts, and the test is repeated before the next one of the calendar.',
    '4. What cannot be mended until then is accepted by the owner in the plan, with an end and a reason.',
  ].join('\n');
  return rows.length === 0 ? text : `${text}\n\n${table(['System', 'While this does not count', 'Left'], rows)}`;
}
