import type { Scenario } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { plain } from '../markdown/escape.ts';
import { sortOf } from '../runbook/incident.ts';
import type { Turn } from '../runbook/turns.ts';
import type { DocumentSource } from '../source.ts';
import { list, span } from '../words.ts';

/** What participants talk about before the first inject: no numbers of the answer in it. */
export function discussion({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): string {
  const names = turns.map(({ system }) => plain(system.name));
  const depending = turns.filter(({ after }) => after.length > 0);
  const late = spanSeconds(scenario.detectedAfter.value) > 0;
  const lines = [
    `Who decides that this is ${plain(scenario.name)}, and who if that person cannot be reached?`,
    `Which of ${list(names)} do you bring back first, and why?`,
    ...(depending.length === 0 ? [] : [`What does ${plain(depending[0]?.system.name ?? '')} wait for?`]),
    'Which copy do you trust, and how do you know that it is whole?',
    ...(late ? [`The damage may be ${span(scenario.detectedAfter.value)} old. How do you find out since when?`] : []),
    ...(sortOf(scenario) === 'compromised' ? ['From which machine do you log in, and with which credentials?'] : []),
    ...(plan.keys.length === 0 ? [] : [`Where is ${list(plan.keys.map(({ name }) => plain(name)))}, and who may open it?`]),
    'What do you tell users, in what words, and when again?',
    'When is it over, and what is still to be done then?',
  ];
  return lines.map((line, index) => `${index + 1}. ${line}`).join('\n');
}
