import type { Assumption } from '../../assess/assessment.ts';
import { restoreCosts } from '../../assess/cost/restore-costs.ts';
import { costsOf } from '../../checks/answers.ts';
import { plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';

/** What money rests on has no part in a recovery, and what media there are has a part in neither. */
const MONEY = /\.(?:price|egress|minimum|fee)$/u;
const NOT_RECOVERY = /\.(?:price|egress|minimum|media|fee)$/u;

/** What loss and recovery rest on that the plan does not say; with `names` only what is about these declarations. */
export function assumptionTable({ assessment }: Source, names?: ReadonlySet<string>): string {
  return tableOf(
    assessment.assumptions.filter(
      ({ about }) => !NOT_RECOVERY.test(about) && (names === undefined || names.has(about.split(/[./]/u)[0] ?? '')),
    ),
  );
}

/** What the costs rest on that the plan does not say. */
export function costAssumptionTable(source: Source): string {
  const { plan, assessment, catalogue } = source;
  const restores = restoreCosts(plan, assessment, catalogue).assumptions;
  const found = [...assessment.assumptions.filter(({ about }) => MONEY.test(about)), ...costsOf(source).assumptions, ...restores];
  return tableOf([...new Map(found.map((assumption) => [assumption.about, assumption])).values()]);
}

function tableOf(told: readonly Assumption[]): string {
  if (told.length === 0) return 'None: every figure rests on the plan.';
  return table(
    ['About', 'Taken as', 'From'],
    told.map(({ about, value, source }) => [plain(about), plain(value), plain(source)]),
  );
}
