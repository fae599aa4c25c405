import { plain } from '../markdown/escape.ts';
import { whatHappened } from '../runbook/incident.ts';
import { storagesOf } from '../runbook/survives.ts';
import type { DocumentSource } from '../source.ts';
import { capital, counted, duration, list } from '../words.ts';
import { asked, type Question, runbookLink, vital } from './question.ts';

export function everybodyQuestions(source: DocumentSource): readonly Question[] {
  const { plan } = source;
  const taken = asked(source).map(({ scenario, turns }): Question => {
    const names = turns.map(({ system }) => system.name);
    const spared = plan.systems.filter(({ name }) => !names.includes(name)).map(({ name }) => plain(name));
    const last = turns
      .flatMap(({ end, system }) => (end === undefined ? [] : [{ end, system }]))
      .toSorted((one, other) => other.end - one.end)[0];
    return {
      audience: 'all',
      ask: `${capital(whatHappened(source, scenario))}: which systems does that take down, in which order do they come back, and when is the last of them back?`,
      answer: `${counted(names.length, 'system')}, in this order: ${list(names.map(plain))}${spared.length === 0 ? '' : ` (not ${list(spared)})`}. ${last === undefined ? 'When the last of them is back nobody can say.' : `The last is ${plain(last.system.name)}, ${duration(last.end)} after detection.`}`,
      see: runbookLink(scenario, 'the first page', 'start-here'),
    };
  });
  const where = vital(source).map(
    (system): Question => ({
      audience: 'all',
      ask: `Where do the backups of ${plain(system.name)} lie, and at which sites?`,
      answer: `${capital(list(storagesOf(system).map((name) => `on ${plain(name)} at ${plain(plan.storages.find((storage) => storage.name === name)?.at ?? '')}`)))}.`,
      see: '[placement in the strategy](strategy.md#5-placement)',
    }),
  );
  return [...taken, ...where];
}
