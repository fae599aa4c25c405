import { contactName, declarer } from '../contacts.ts';
import { mail, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { whatHappened } from '../runbook/incident.ts';
import { stepLink, stepsOf } from '../runbook-steps.ts';
import type { DocumentSource } from '../source.ts';
import { capital, duration } from '../words.ts';

/** One line a disaster: how it is known, where to begin, who declares and by when. */
export function quickCard(source: DocumentSource): string {
  const { plan } = source;
  const who = declarer(source);
  const name = who !== undefined ? contactName(who) : plan.owner === undefined ? 'nobody is named' : mail(plan.owner);
  return table(
    ['When', 'Begin with', 'Declared by', 'Within'],
    plan.scenarios.map((scenario) => {
      const [first] = stepsOf(source, scenario);
      return [
        `${capital(whatHappened(source, scenario))}`,
        first === undefined ? `[${plain(scenario.name)}](runbook-${scenario.name}.md)` : stepLink(scenario, first),
        name,
        scenario.declareWithin.source.from === 'plan' ? duration(scenario.declareWithin.value) : 'not said',
      ];
    }),
  );
}
