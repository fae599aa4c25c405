import type { System } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { DocumentSource } from '../source.ts';
import { list } from '../words.ts';
import { expected } from './words.ts';

/** From the cheapest test to the one that shows most, and which systems the plan gives it. */
export function levels({ plan }: DocumentSource): string {
  const backed = plan.systems.filter(({ blocks, exempt }) => exempt === undefined && blocks.some(({ jobs }) => jobs.length > 0));
  const having = (isMeant: (system: System) => boolean): string => list(backed.filter(isMeant).map(({ name }) => plain(name))) || 'none';
  const verified =
    (what: string) =>
    (system: System): boolean =>
      system.blocks.some(({ verifies }) => verifies.some((verify) => verify.what === what));
  const elsewhere = plan.systems.filter(({ standbys, redeploy }) => standbys.length > 0 || redeploy !== undefined);
  const drilled = plan.standardScenarios ? [] : plan.scenarios.filter(({ drillEvery }) => drillEvery !== undefined);
  return table(
    ['Level', 'Test', 'Shows', 'Does not show', 'In the plan'],
    [
      [
        'L0',
        `Checksums (${code('verify checksum')})`,
        'the files are those that were written',
        'that they can be restored',
        having(verified('checksum')),
      ],
      [
        'L1',
        `List of points (${code('restore.sh --list')})`,
        'which points there are',
        'that one of them is whole',
        'before every restore',
      ],
      [
        'L2',
        'A sample: one file, one key',
        'that they can be opened',
        'that all of it comes back, and how soon',
        plan.keys.length === 0 ? 'none' : 'the keys, in the calendar',
      ],
      [
        'L3',
        `A whole restore (${code('verify restore')})`,
        'that all of it comes back, and how soon',
        'that it holds what it should',
        having(verified('restore')),
      ],
      [
        '',
        `… and a query (${code('expect')})`,
        'that it holds what it should',
        'that the system runs elsewhere',
        having((system) => expected(system).length > 0),
      ],
      [
        'L4',
        'A system runs elsewhere',
        'that clients can go there',
        'that everything together can',
        list(elsewhere.map(({ name }) => plain(name))) || 'none',
      ],
      [
        'L5',
        `A whole disaster (${code('drill every')})`,
        'that people, keys and order are right',
        'another disaster',
        list(drilled.map(({ name }) => plain(name))) || 'none',
      ],
    ],
  );
}
