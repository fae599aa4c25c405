import { reachesOf } from '../../../checks/answers.ts';
import { storagesWith } from '../../../checks/backups.ts';
import { keepLogsOn } from '../../../checks/retention/rules.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source } from '../source.ts';
import { duration, span } from '../words.ts';

/** How far back any instant can be restored, and not only that of a point. */
export function logTable(source: Source): string {
  const rows = source.plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) =>
      [...storagesWith(block, 'log')].map((storage) => {
        const keep = keepLogsOn(block, storage);
        const reach = reachesOf(source, system).find((each) => each.storage === storage && each.block === block.index)?.seconds ?? 0;
        if (keep === undefined) return [plain(system.name), plain(storage), 'back to the oldest point', least(reach), ''];
        const length = keep.span === 'forever' ? 'for ever' : span(keep.span);
        return [
          plain(system.name),
          plain(storage),
          length,
          keep.span === 'forever' ? least(reach) : `the last ${length}`,
          lineOf(source, keep.place),
        ];
      }),
    ),
  );
  if (rows.length === 0)
    return `No system keeps log: between two restore points there is nothing to go back to. Databases can: ${code('log continuous to STORAGE')}.`;
  return table(['System', 'Storage', 'Log is kept', 'Any instant of', 'Plan'], rows);
}

function least(reach: number): string {
  return reach === Infinity ? 'all time' : `at least the last ${duration(reach)}`;
}
