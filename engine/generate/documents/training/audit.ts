import { ruleAs } from '../../../plan/written-as.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { drillWord } from '../plan/matrix.ts';
import { lives } from '../retention/erasure.ts';
import { type DocumentSource, systemResult } from '../source.ts';
import { duration, list } from '../words.ts';
import { type Question, vital } from './question.ts';

export function auditQuestions(source: DocumentSource): readonly Question[] {
  return [...retained(source), ...erased(source), ...tested(source), ...drilled(source)];
}

function retained(source: DocumentSource): readonly Question[] {
  return source.plan.systems.flatMap(({ name, retain }): Question[] => {
    const found = systemResult(source, name)?.retained ?? [];
    if (retain.length === 0 || found.length < retain.length) return [];
    const lacking = found.filter(({ met }) => !met).map(({ rule }) => code(ruleAs(rule)));
    return [
      {
        audience: 'audit',
        ask: `What has to be kept of ${plain(name)}, and is it there at every instant?`,
        answer: `${list(retain.map(({ rule }) => code(ruleAs(rule))))}; ${lacking.length === 0 ? 'yes' : `no, it lacks ${list(lacking)}`}.`,
        see: '[what has to be kept](retention-policy.md#1-what-has-to-be-kept)',
      },
    ];
  });
}

function erased(source: DocumentSource): readonly Question[] {
  return vital(source).flatMap((system): Question[] => {
    const [longest] = lives(source, system).toSorted((one, other) => compare(other.seconds, one.seconds));
    if (longest === undefined) return [];
    return [
      {
        audience: 'audit',
        ask: `Something is deleted from ${plain(system.name)} today. When is it gone from the last backup, and from which?`,
        answer:
          longest.seconds === Infinity
            ? `Never: ${plain(longest.storage)} keeps it.`
            : `${longest.seconds === undefined ? 'Not within two years' : `After ${duration(longest.seconds)} at most`}, from ${plain(longest.storage)}.`,
        see: '[deletion and erasure](retention-policy.md#5-deletion-and-erasure)',
      },
    ];
  });
}

function compare(one = Infinity, other = Infinity): number {
  return one === other ? 0 : one - other;
}

function tested({ plan }: DocumentSource): readonly Question[] {
  const backed = plan.systems.filter(({ blocks, exempt }) => exempt === undefined && blocks.some(({ jobs }) => jobs.length > 0));
  if (backed.length === 0) return [];
  const untested = backed.filter(({ blocks }) => !blocks.some(({ verifies }) => verifies.some(({ what }) => what === 'restore')));
  return [
    {
      audience: 'audit',
      ask: 'Of which systems does the plan never restore a backup by itself?',
      answer: untested.length === 0 ? 'Of none: each has a restore test.' : `Of ${list(untested.map(({ name }) => plain(name)))}.`,
      see: '[the coverage of the testing schedule](testing-schedule.md#3-coverage)',
    },
  ];
}

function drilled({ plan }: DocumentSource): readonly Question[] {
  if (plan.standardScenarios) return [];
  return [
    {
      audience: 'audit',
      ask: 'When was each disaster drilled last, and by when is it due again?',
      answer: 'As the plan says:',
      basis: table(
        ['Disaster', 'Last', 'Due again'],
        plan.scenarios.map((scenario) => [plain(scenario.name), ...drillWord(scenario)]),
      ),
      see: '[what the plan tests by itself](testing-schedule.md#2-what-the-plan-tests-by-itself)',
    },
  ];
}
