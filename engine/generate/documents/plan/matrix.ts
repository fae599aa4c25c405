import type { Scenario } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { foundLate, whatHappened } from '../runbook/incident.ts';
import { turnsOf } from '../runbook/turns.ts';
import type { Source } from '../source.ts';
import { lossWord, recoveryWord, targetWord } from '../targets.ts';
import { capital, dateAfter, duration, span } from '../words.ts';

/** The scenarios with what they mean; the likeliest first where the plan says how likely they are. */
export function scenarioTable(source: Source): string {
  const columns: readonly (readonly [string, (scenario: Scenario) => string])[] = [
    ['Scenario', (scenario) => `[${plain(scenario.name)}](runbook-${scenario.name}.md)`],
    [
      'What happens',
      (scenario) =>
        `${capital(whatHappened(source, scenario))}.${scenario.doc === undefined || scenario.statement === undefined ? '' : ` ${plain(scenario.doc)}`}`,
    ],
    ['Found after', (scenario) => foundLate(scenario) ?? 'at once'],
    ['Declared within', ({ declareWithin }) => (declareWithin.source.from === 'plan' ? duration(declareWithin.value) : 'not said')],
    ['Machines within', ({ provisionWithin }) => (provisionWithin.source.from === 'plan' ? duration(provisionWithin.value) : 'not said')],
    ['Recovered at', ({ recoverAt }) => (recoverAt === undefined ? 'its own site' : plain(recoverAt))],
    ['Likelihood', ({ likelihood }) => (likelihood === undefined ? '' : `${likelihood.times} per ${span(likelihood.per)}`)],
  ];
  const told = columns.filter(([, cell]) => source.plan.scenarios.some((scenario) => cell(scenario) !== ''));
  return table(
    told.map(([head]) => head),
    source.plan.scenarios.map((scenario) => told.map(([, cell]) => cell(scenario))),
  );
}

/** Scenario × system, each scenario in its recovery order. */
export function matrix(source: Source): string {
  const rows = source.plan.scenarios.flatMap((scenario) => {
    const turns = turnsOf(source, scenario);
    const link = `[${plain(scenario.name)}](runbook-${scenario.name}.md)`;
    if (turns.length === 0) return [[link, 'no system is affected', '', '', '', '', '']];
    return turns.map(({ system, result }, index) => [
      index === 0 ? link : '',
      plain(system.name),
      result.recovery.standby === undefined
        ? plain(result.recovery.source ?? (system.redeploy === undefined ? '' : 'redeployed'))
        : `standby at ${plain(result.recovery.standby)}`,
      recoveryWord(result.recovery),
      targetWord(result.recovery),
      lossWord(result.loss),
      targetWord(result.loss),
    ]);
  });
  return table(['Scenario', 'System', 'From', 'Back after', 'RTO', 'Lost at most', 'RPO'], rows);
}

export function drillWord(scenario: Scenario): readonly [string, string] {
  const every = scenario.drillEvery?.value;
  if (scenario.drilled === undefined)
    return ['never', every === undefined ? `nothing planned; add ${code('drill every 6 months')}` : `every ${span(every)}`];
  const due = every === undefined ? undefined : dateAfter(scenario.drilled, every);
  return [scenario.drilled, due === undefined ? `nothing planned; add ${code('drill every 6 months')}` : due];
}
