import { contactName, declarer } from '../contacts.ts';
import { mail, plain } from '../markdown/escape.ts';
import { stepWord } from '../runbook/figures.ts';
import { sortOf } from '../runbook/incident.ts';
import { stepLink, stepsOf } from '../runbook-steps.ts';
import type { DocumentSource } from '../source.ts';
import { recoveryWord, targetsOf, targetWord } from '../targets.ts';
import { duration, list } from '../words.ts';
import { asked, type Question, runbookLink } from './question.ts';

export function commandQuestions(source: DocumentSource): readonly Question[] {
  return [...declaring(source), ...waiting(source), ...longest(source), ...broken(source)];
}

function declaring(source: DocumentSource): readonly Question[] {
  const { plan } = source;
  const who = declarer(source);
  const name = who !== undefined ? contactName(who) : plan.owner === undefined ? 'nobody that the plan names' : mail(plan.owner);
  return asked(source).map(({ scenario }): Question => {
    const step = stepsOf(source, scenario).find(({ key }) => key === 'declare');
    const within =
      scenario.declareWithin.source.from === 'plan'
        ? `within ${duration(scenario.declareWithin.value)}`
        : 'in a time that the plan does not say';
    return {
      audience: 'command',
      ask: `Who declares ${plain(scenario.name)}, and within what time?`,
      answer: `${name}, ${within} of detection. Each minute later makes every system a minute later.`,
      see: step === undefined ? runbookLink(scenario) : stepLink(scenario, step),
    };
  });
}

function waiting(source: DocumentSource): readonly Question[] {
  return asked(source)
    .filter(({ scenario }) => sortOf(scenario) === 'lost')
    .flatMap(({ scenario, turns }): Question[] => {
      const [last] = turns
        .flatMap(({ end, system }) => (end === undefined ? [] : [{ end, system }]))
        .toSorted((one, other) => other.end - one.end);
      if (last === undefined) return [];
      return [
        {
          audience: 'command',
          ask: `The provider says that ${list(scenario.lose.map(plain))} will be back soon. Up to when is it worth waiting for, instead of recovering?`,
          answer: `Recovery has everything back ${duration(last.end)} after detection (${plain(last.system.name)} is the last). What is certain to be back sooner is worth waiting for; what is not certain is not.`,
          see: runbookLink(scenario, 'the first page', 'start-here'),
        },
      ];
    });
}

function longest(source: DocumentSource): readonly Question[] {
  return asked(source).flatMap(({ scenario, turns }): Question[] => {
    const [last] = turns
      .filter(({ result }) => result.recovery.status === 'known')
      .toSorted((one, other) => (other.end ?? 0) - (one.end ?? 0));
    if (last === undefined) return [];
    const { system, result } = last;
    const sum = result.recovery.steps.filter(({ seconds }) => seconds > 0).map(stepWord);
    return [
      {
        audience: 'command',
        ask: `In ${plain(scenario.name)} customers ask when ${plain(system.name)} is back. What do you say, and what makes it take so long?`,
        answer: `${recoveryWord(result.recovery)} after detection${result.recovery.target === undefined ? '' : ` (promised: ${targetWord(result.recovery)})`}: ${sum.join(' + ')}.`,
        see: runbookLink(scenario, 'the figures', 'how-the-figures-come-about'),
      },
    ];
  });
}

function broken(source: DocumentSource): readonly Question[] {
  return asked(source).flatMap(({ scenario }): Question[] => {
    const targets = targetsOf(source.assessment).filter((target) => target.scenario === scenario.name);
    if (targets.length === 0) return [];
    const missed = targets
      .filter(({ met }) => met === false)
      .map(({ of, system }) => `${of === 'loss' ? 'loss' : 'outage'} of ${plain(system)}`);
    return [
      {
        audience: 'command',
        ask: `Which promises does the plan break in ${plain(scenario.name)}, even if everything goes well?`,
        answer: missed.length === 0 ? 'None.' : `${list(missed)}.`,
        see: '[the matrix of the disaster-recovery plan](disaster-recovery-plan.md#4-recovery)',
      },
    ];
  });
}
