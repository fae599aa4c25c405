/** Whether a system has what its `retain` asks for, rule by rule. */
import { lackOf } from '../../engine/checks/lack.ts';
import { listed } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import type { Place } from '../../engine/plan/model.ts';
import { ruleAs } from '../../engine/plan/written-as.ts';
import { missingOf } from './figures.ts';

/** Markdown for the `retain` at `place`; in a policy for every system that has its rules from there. Undefined where none has. */
export function retainedText(examination: Examination, { file, range }: Place): string | undefined {
  const { plan, assessment } = examination;
  const inside = ({ place }: { readonly place: Place }): boolean =>
    place.file === file && range.start <= place.range.start && place.range.end <= range.end;
  const lines = plan.systems
    .filter(({ retain }) => retain.some(inside))
    .flatMap((system) => {
      const missing = missingOf(examination, system);
      if (missing.length > 0) return [`- ? ${system.name}: it needs ${listed(missing)}`];
      const retained = assessment.systems.find(({ name }) => name === system.name)?.retained ?? [];
      return retained.filter(inside).map((each) => {
        const lack = lackOf(each, plan.timezone.value);
        return `- ${each.met ? '✓' : '✗'} ${system.name}: ${ruleAs(each.rule)}${lack === undefined ? '' : `: ${lack}`}`;
      });
    });
  return lines.length === 0 ? undefined : lines.join('\n');
}
