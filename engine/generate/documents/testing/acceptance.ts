import { spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { duration, list } from '../words.ts';
import { expected } from './words.ts';

/** What a restore of each system has to show. */
export function acceptance({ plan }: Source): string {
  const backed = plan.systems.filter(({ blocks, exempt }) => exempt === undefined && blocks.length > 0);
  if (backed.length === 0) return 'Nothing is backed up.';
  const silent = backed.filter((system) => expected(system).length === 0).map(({ name }) => plain(name));
  return [
    table(
      ['System', 'It holds what it should', 'Back within', 'The newest point is younger than'],
      backed.map((system) => [
        plain(system.name),
        expected(system)
          .map((query) => `${code(query)} gives neither nothing nor ${code('f')} nor ${code('0')}`)
          .join('; ') || 'somebody who uses it has looked',
        system.rto === undefined ? '' : duration(spanSeconds(system.rto.value)),
        system.rpo === undefined ? '' : duration(spanSeconds(system.rpo.value)),
      ]),
    ),
    ...(silent.length === 0
      ? []
      : [
          `For ${list(silent)} the plan says nothing that a restore must hold; add it to the test, for a database a query: ${code('verify restore weekly on monday at 05:00 expect "select count(*) > 0 from orders"')}.`,
        ]),
    'The time is measured from the first command to the last check, and stands in the results beside what the plan promises.',
  ].join('\n\n');
}
