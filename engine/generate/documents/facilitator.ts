/** What the facilitator of a table-top exercise knows: what happens when, what is expected then, and the sheet of the evaluator. */
import type { Scenario } from '../../plan/model.ts';
import { header } from './header.ts';
import { plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import { turnsOf } from './runbook/turns.ts';
import { stepsOf } from './runbook-steps.ts';
import type { DocumentSource } from './source.ts';
import { type Inject, injectsOf } from './tabletop/injects.ts';
import { moment } from './words.ts';

export function facilitator(source: DocumentSource, scenario: Scenario): string {
  const injects = injectsOf(source, scenario, turnsOf(source, scenario), stepsOf(source, scenario));
  const end = injects.at(-1)?.at ?? 0;
  const parts: readonly string[] = [
    `# Facilitator's guide: table-top exercise ${scenario.name}`,
    header(source),
    `Not for participants, who get [the situation manual](tabletop-${scenario.name}.md). Read each inject out at its time; the clock of the story runs to ${moment(end)}, and you may turn it as fast as the talk goes. Each comes from a weak spot of this plan, or from a moment at which it asks for a decision.`,
    '## 1 Injects',
    ...injects.map((inject, index) => injectText(inject, index + 1)),
    "## 2 Evaluator's sheet",
    'Done: yes, late, no. Found in the plan: yes or no. Whoever evaluates takes no part in the talk.',
    table(
      ['Inject', 'At', 'Expected', 'Done', 'Found in the plan', 'Notes'],
      injects.map(({ at, title, expected }, index) => [`${index + 1}. ${plain(title)}`, moment(at), expected[0] ?? '', '', '', '']),
    ),
    '## 3 Afterwards, before anybody leaves',
    [
      '1. What would have gone wrong tonight?',
      '2. What did you look for in the plan and not find?',
      '3. Which number surprised you?',
      `4. Who writes the after-action report of [the situation manual](tabletop-${scenario.name}.md#6-after-action-report), and by when?`,
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function injectText({ at, title, say, expected, because }: Inject, number: number): string {
  return [
    `### Inject ${number} at ${moment(at)}: ${plain(title)}`,
    `Read out: “${say}”`,
    `Expected:\n\n${expected.map((line) => `- ${line}`).join('\n')}`,
    ...(because === undefined ? [] : [`Why this: ${because}`]),
  ].join('\n\n');
}
