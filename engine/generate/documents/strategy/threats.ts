import { type System, spanSeconds } from '../../../plan/model.ts';
import { isWithin } from '../../../plan/sites.ts';
import { code, plain } from '../markdown/escape.ts';
import type { Source } from '../source.ts';
import { list } from '../words.ts';

/** The sorts of disaster that no scenario of the plan has in it: what they would cost nobody has worked out. */
export function notConsidered(source: Source): readonly string[] {
  const { plan } = source;
  if (plan.standardScenarios) return [];
  const kept = plan.systems.filter(({ exempt, blocks }) => exempt === undefined && blocks.length > 0);
  const unlost = plan.sites.filter(
    ({ name }) => kept.some(({ at }) => at === name) && !plan.scenarios.some(({ lose }) => lose.some((lost) => isWithin(plan, name, lost))),
  );
  const unspoilt = kept.filter((system) => !plan.scenarios.some(({ corrupt }) => corrupt.includes(system.name)));
  const lines = [
    unlost.length === 0 ? '' : `no scenario loses ${list(unlost.map(({ name }) => plain(name)))} (${code(`lose ${unlost[0]?.name}`)})`,
    spoilt(unspoilt),
    plan.scenarios.some(({ compromise }) => compromise.length > 0) ? '' : `none has an intruder (${code('compromise production')})`,
    plan.scenarios.every(({ detectedAfter }) => spanSeconds(detectedAfter.value) === 0) ? 'in none is the damage found late' : '',
  ].filter((line) => line !== '');
  return lines.length === 0 ? [] : [`Not considered: ${lines.join('; ')}.`];
}

function spoilt(systems: readonly System[]): string {
  if (systems.length === 0) return '';
  const names = list(systems.map(({ name }) => plain(name)));
  return `in no scenario are the data of ${names} deleted or spoilt by somebody's mistake (${code(`corrupt ${systems[0]?.name}`)})`;
}
