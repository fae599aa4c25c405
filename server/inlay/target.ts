/** After an rpo or rto what is reached at worst, and where. */
import type { Loss, Recovery } from '../../engine/assess/assessment.ts';
import { told } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import type { Statement } from '../../grammar/tree.ts';
import { judgedOf } from '../explain/figures.ts';
import { reached } from '../explain/targets.ts';
import { type Hint, needs } from './hint.ts';

interface Reached {
  readonly system: string;
  readonly scenario: string;
  readonly result: Loss | Recovery;
}

/** One hint, or none where nothing is measured by this target: a scenario's own goes before the system's. */
export function targetHints(examination: Examination, file: string, top: Statement, statement: Statement, target: 'rpo' | 'rto'): Hint[] {
  const here = ({ result: { targetPlace: place } }: Reached): boolean =>
    place?.file === file && statement.range.start <= place.range.start && place.range.end <= statement.range.end;
  const [worst] = judgedOf(examination)
    .assessment.systems.flatMap(({ name, scenarios }) =>
      scenarios
        .filter(({ affected }) => affected)
        .map(({ scenario, loss, recovery }): Reached => ({ system: name, scenario, result: target === 'rpo' ? loss : recovery })),
    )
    .filter(here)
    .sort((a, b) => gravity(b.result) - gravity(a.result) || (b.result.seconds ?? 0) - (a.result.seconds ?? 0));
  if (worst === undefined) return [];
  return [{ offset: statement.range.end, label: label(top, worst), tooltip: reached(examination, top, target) }];
}

/** What breaks the promise comes first, then what may break it. */
function gravity({ status, met }: Loss | Recovery): number {
  if (status === 'unrecoverable') return 3;
  return met === false ? 2 : status === 'unknown' ? 1 : 0;
}

function label(top: Statement, { system, scenario, result }: Reached): string {
  const { status, seconds = 0, target = seconds, met, missing = [] } = result;
  if (status === 'unknown') return needs(missing);
  if (met === true) return `✓ ${told(seconds, target)}`;
  const where = [...(top.id === 'file.system' ? [] : [`for ${system}`]), ...(top.id === 'file.scenario' ? [] : [`in ${scenario}`])];
  return `✗ ${status === 'unrecoverable' ? status : told(seconds, target)} ${where.join(' ')}`;
}
