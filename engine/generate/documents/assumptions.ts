import { plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';

/** What money and media rest on has no part in a recovery. */
const NOT_RECOVERY = /\.(?:price|egress|minimum|media|fee)$/u;

/** What loss and recovery rest on that the plan does not say; with `names` only what is about these declarations. */
export function assumptionTable({ assessment }: Source, names?: ReadonlySet<string>): string {
  const told = assessment.assumptions.filter(
    ({ about }) => !NOT_RECOVERY.test(about) && (names === undefined || names.has(about.split(/[./]/u)[0] ?? '')),
  );
  if (told.length === 0) return 'None: every figure rests on the plan.';
  return table(
    ['About', 'Taken as', 'From'],
    told.map(({ about, value, source }) => [plain(about), plain(value), plain(source)]),
  );
}
