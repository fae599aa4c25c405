/** The first page, for who decides: whether the promises hold, what a disaster costs, what the copies cost, what comes first. */

import type { Figure } from '../../../assess/cost/cost.ts';
import { sayMoney } from '../../../assess/say.ts';
import { costsOf } from '../../../checks/answers.ts';
import type { Scenario } from '../../../plan/model.ts';
import { gravestFirst } from '../findings.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, message, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { outageCost } from '../outage.ts';
import { turnsOf } from '../runbook/turns.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord, recoveryWord, type Target, targetsOf } from '../targets.ts';
import { counted, list } from '../words.ts';

/** How many findings a manager reads. */
const TOP = 5;

export function summary(source: DocumentSource): string {
  return [
    `**${verdict(source)}** ${cost(source)}`,
    '### What a disaster costs',
    disasters(source),
    '### What comes first',
    first(source),
  ].join('\n\n');
}

function verdict({ plan, assessment }: DocumentSource): string {
  const targets = targetsOf(assessment);
  const gone = assessment.systems
    .filter(({ scenarios }) => scenarios.some(({ loss }) => loss.status === 'unrecoverable'))
    .map(({ name }) => plain(name));
  const lost = gone.length === 0 ? '' : ` In some scenario ${list(gone)} cannot be recovered at all.`;
  if (targets.length === 0)
    return `The plan promises nothing: no system says how much may be lost (${code('rpo')}) or how long it may be away (${code('rto')}).${lost}`;
  const count = (met: boolean | undefined): number => targets.filter((target) => target.met === met).length;
  const [met, missed, unknown] = [count(true), count(false), count(undefined)];
  const what = `${counted(targets.length, 'promise')} about loss and outage in ${counted(plan.scenarios.length, 'scenario')}`;
  if (missed === 0 && unknown === 0) return `The plan keeps all ${what}.${lost}`;
  const open = unknown === 0 ? '' : `; of ${unknown} nobody can say, since numbers are missing`;
  return `The plan keeps ${met} of ${what} and breaks ${missed}${open}.${lost}`;
}

function cost(source: DocumentSource): string {
  const { total, atLeast, currency, budget, met } = costsOf(source);
  const { month1, month36 } = total;
  const say = (amount: number): string => sayMoney(amount, currency);
  const limit =
    budget === undefined
      ? 'the plan sets no budget'
      : `the budget is ${say(budget)} a month, ${met === undefined ? 'and whether that is kept nobody can say' : met ? 'which is kept' : 'which is **not kept**'}`;
  if ('missing' in month1 || 'missing' in month36)
    return `The storages cost at least ${say(atLeast.month1)} in January 2027, and more by what the plan lacks (${lacking([month1, month36])}); ${limit}.`;
  return `The storages cost ${say(month1.value)} in January 2027 and ${say(month36.value)} in December 2029; ${limit}.`;
}

function lacking(figures: readonly Figure[]): string {
  return [...new Set(figures.flatMap((figure) => ('missing' in figure ? figure.missing : [])))].map(code).join(', ');
}

function disasters(source: DocumentSource): string {
  const columns: readonly (readonly [string, (scenario: Scenario) => string])[] = [
    ['Disaster', ({ name }) => `[${plain(name)}](runbook-${name}.md)`],
    ['Most that is lost', (scenario) => mostLost(source, scenario)],
    ['All is back after', (scenario) => allBack(source, scenario)],
    ['The outage costs', (scenario) => outageCost(source, scenario)],
    ['Broken promises', (scenario) => broken(targetsOf(source.assessment).filter((target) => target.scenario === scenario.name))],
  ];
  const told = columns.filter(([, cell]) => source.plan.scenarios.some((scenario) => cell(scenario) !== ''));
  return table(
    told.map(([head]) => head),
    source.plan.scenarios.map((scenario) => told.map(([, cell]) => cell(scenario))),
  );
}

function mostLost(source: DocumentSource, scenario: Scenario): string {
  const turns = turnsOf(source, scenario);
  const gone = turns.filter(({ result }) => result.loss.status === 'unrecoverable');
  if (gone.length > 0) return `**everything** of ${list(gone.map(({ system }) => plain(system.name)))}`;
  const [most] = turns
    .filter(({ result }) => result.loss.status === 'known')
    .toSorted((one, other) => (other.result.loss.seconds ?? 0) - (one.result.loss.seconds ?? 0));
  if (most === undefined) return turns.length === 0 ? 'nothing' : 'not known';
  return (most.result.loss.seconds ?? 0) === 0 ? 'nothing' : `${lossWord(most.result.loss)} of ${plain(most.system.name)}`;
}

function allBack(source: DocumentSource, scenario: Scenario): string {
  const turns = turnsOf(source, scenario);
  if (turns.length === 0) return 'nothing is away';
  const never = turns.filter(({ result }) => result.recovery.status === 'unrecoverable');
  if (never.length > 0) return `never: ${list(never.map(({ system }) => plain(system.name)))}`;
  if (turns.some(({ end }) => end === undefined)) return 'not known';
  const [last] = turns.toSorted((one, other) => (other.end ?? 0) - (one.end ?? 0));
  return last === undefined ? '' : `${recoveryWord(last.result.recovery)} (${plain(last.system.name)} is the last)`;
}

/** `loss of secrets and orders; outage of web`. */
function broken(targets: readonly Target[]): string {
  if (targets.length === 0) return 'none was made';
  const missed = targets.filter(({ met }) => met === false);
  const of = (what: Target['of']): string => list(missed.filter((target) => target.of === what).map(({ system }) => plain(system)));
  const parts = [of('loss') === '' ? '' : `loss of ${of('loss')}`, of('recovery') === '' ? '' : `outage of ${of('recovery')}`];
  return parts.filter((part) => part !== '').join('; ') || 'none';
}

function first(source: DocumentSource): string {
  const open = gravestFirst(source);
  if (open.length === 0) return 'Nothing is open: no errors and no warnings.';
  const more =
    open.length > TOP
      ? `\n\n${open.length - TOP} more ${open.length === TOP + 1 ? 'is' : 'are'} in ${linkTo('8 Open findings')}; ${linkTo('9 Roadmap')} puts all in order.`
      : '';
  return `${open
    .slice(0, TOP)
    .map((finding, index) => `${index + 1}. ${message(finding.message)}`)
    .join('\n')}${more}`;
}
