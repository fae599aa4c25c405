import { plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';

/** What the figures rest on that the plan does not say. */
export function assumptionTable({ assessment }: Source): string {
  if (assessment.assumptions.length === 0) return 'None: every figure rests on the plan.';
  return table(
    ['About', 'Taken as', 'From'],
    assessment.assumptions.map(({ about, value, source }) => [plain(about), plain(value), plain(source)]),
  );
}
