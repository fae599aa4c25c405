import { picture } from '../../pictures/markdown.ts';
import { anchor } from '../markdown/anchor.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { phasesOf } from '../runbook/phases.ts';
import { numbered } from '../runbook/step.ts';
import { turnsOf } from '../runbook/turns.ts';
import type { DocumentSource } from '../source.ts';

/** The sequence of recovery activities of every scenario: a heading each, with the steps of its runbook, numbered as there. */
export function sequences(source: DocumentSource): string {
  return source.plan.scenarios
    .map((scenario, index) => {
      const phases = phasesOf(source, scenario, turnsOf(source, scenario));
      const steps = new Map(numbered(phases).map((step) => [step.key, step]));
      const rows = phases.flatMap((phase) =>
        phase.steps.map(({ key, title, time }, place) => {
          const heading = steps.get(key)?.heading ?? title;
          return [
            place === 0 ? plain(phase.heading) : '',
            `[${plain(heading)}](runbook-${scenario.name}.md#${anchor(heading)})`,
            time ?? '',
          ];
        }),
      );
      return [
        `### 4.${index + 1} ${plain(scenario.name)}`,
        ...picture(source, 'recovery', scenario.name),
        ...picture(source, 'copies', scenario.name),
        table(['Phase', 'Step', 'Time'], rows),
      ].join('\n\n');
    })
    .join('\n\n');
}
