/**
 * A table-top exercise of a disaster: the situation manual, which participants get. What happens on the clock, and what is expected
 * then, is in the facilitator's guide, which they do not.
 */
import type { Scenario } from '../../plan/model.ts';
import { keepPart } from '../keep.ts';
import { contactTable } from './contacts.ts';
import { header } from './header.ts';
import { code, paragraph, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import { impactTable } from './plan/impact.ts';
import { described, whatHappened } from './runbook/incident.ts';
import { turnsOf } from './runbook/turns.ts';
import type { DocumentSource } from './source.ts';
import { discussion } from './tabletop/discussion.ts';
import { openingMoment } from './tabletop/moment.ts';
import { list } from './words.ts';

export function tabletop(source: DocumentSource, scenario: Scenario): string {
  const turns = turnsOf(source, scenario);
  const parts: readonly string[] = [
    `# Table-top exercise: ${scenario.name}`,
    header(source),
    ...(scenario.doc === undefined ? [] : [paragraph(scenario.doc)]),
    '## 1 What this is',
    `You talk through a disaster as if it happened, with the plan and its runbooks on the table. Nobody touches a system. The facilitator reads out what happens and when; you say what you do, who does it, and where that is written. What you cannot find in the plan is the result of the exercise: note it, and go on.`,
    '## 2 Who takes part',
    contactTable(source),
    'Besides them: a scribe, and somebody who watches and fills in the sheet of the evaluator.',
    '## 3 What you have on the table',
    [
      `- [The runbook of ${plain(scenario.name)}](runbook-${scenario.name}.md), printed: you may have lost what it is stored on.`,
      '- [The disaster-recovery plan](disaster-recovery-plan.md).',
      '- An empty log, with times in UTC.',
    ].join('\n'),
    '## 4 The situation',
    `It is ${openingMoment(source, turns)}. Something is wrong: ${scenario.lose.length === 0 ? 'users report what they cannot explain' : `${list(scenario.lose.map((name) => described(source, name)))} ${scenario.lose.length === 1 ? 'does' : 'do'} not answer`}. The clock starts at T, the moment at which you notice.`,
    impactTable(source),
    '## 5 To talk about',
    discussion(source, scenario, turns),
    '## 6 After-action report',
    `Written by whoever led the recovery, while it is fresh. The exercise assumed: ${whatHappened(source, scenario)}.`,
    table(['What went well', 'What did not', 'What was missing in the plan'], [['', '', '']]),
    table(['To be improved', 'Where in the plan', 'By whom', 'By when', 'Done'], [['', '', '', '', '']]),
    table(
      ['System', 'Expected back', 'Said in the exercise', 'Difference'],
      turns.map(({ system }) => [plain(system.name), '', '', '']),
    ),
    ...(scenario.statement === undefined
      ? []
      : [`Set ${code('drilled')} of ${plain(scenario.name)} to the day, if the exercise counts as its drill.`]),
    keepPart('after-action'),
  ];
  return `${parts.join('\n\n')}\n`;
}
