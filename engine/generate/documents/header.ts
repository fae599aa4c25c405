import { code, mail, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';
import { verified } from './tested.ts';
import { dateAfter, span } from './words.ts';

/**
 * What every document begins with: the plan it came from and until when it may be relied on. There is no date of generation: the same
 * plan gives the same document.
 */
export function header(source: Source, more: readonly (readonly [string, string])[] = []): string {
  const { plan } = source;
  return table(
    ['Plan', plain(plan.title)],
    [
      ['File', `${code(source.planFile)}, SHA-256 ${code(source.planHash)}`],
      ['Written by', `Backup Plan ${plain(source.version)}; change the plan and generate again, not this file`],
      ['Owner', plan.owner === undefined ? `nobody; add ${code('owner "…"')} to the plan` : mail(plan.owner)],
      ['Reviewed', reviewed(source)],
      ['Verified', verified(source)],
      ...more,
    ],
  );
}

function reviewed({ plan }: Source): string {
  const every = plan.reviewEvery?.value;
  if (plan.reviewed === undefined) return `never; add ${code('reviewed YYYY-MM-DD')} to the plan when it has been walked through`;
  if (every === undefined) return `${plan.reviewed}; the plan gives no ${code('review every')}, so it never expires`;
  const until = dateAfter(plan.reviewed, every);
  return until === undefined ? plan.reviewed : `${plan.reviewed}, valid until ${until} (every ${span(every)})`;
}
