/** The first page: enough to begin with. */
import type { Scenario, System } from '../../../plan/model.ts';
import { installFolder } from '../../scripts/names.ts';
import { contactTable } from '../contacts.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource, Source } from '../source.ts';
import { lossWord, recoveryWord, targetWord } from '../targets.ts';
import { duration, list, moment } from '../words.ts';
import { foundLate, sortOf, whatHappened } from './incident.ts';
import type { Phase, Refer } from './step.ts';
import { type Turn, turnHeading } from './turns.ts';

export function startPage(
  source: DocumentSource,
  scenario: Scenario,
  turns: readonly Turn[],
  phases: readonly Phase[],
  refer: Refer,
): string {
  return [
    '## Start here',
    `**Use this runbook when** ${whatHappened(source, scenario)}. ${affectedSentence(source, turns)}`,
    ...notWhen(source, scenario),
    ...worthIt(scenario, turns),
    firstSteps(scenario, turns, phases, refer),
    ...byScript(source, scenario),
    ...recoveryTable(turns, scenario),
    '### Whom to call',
    contactTable(source),
  ].join('\n\n');
}

function affectedSentence({ plan }: Source, turns: readonly Turn[]): string {
  if (turns.length === 0) return 'No system of this plan is affected: production runs on, and there is nothing to restore.';
  const others = plan.systems.filter(({ name }) => !turns.some(({ system }) => system.name === name));
  const spared = names(
    others.filter(({ exempt }) => exempt === undefined),
    'Not affected',
  );
  const exempt = names(
    others.filter((system) => system.exempt !== undefined),
    'Without a backup, by decision',
  );
  return `It takes down ${list(turns.map((turn) => plain(turn.system.name)))}.${spared}${exempt}`;
}

function names(systems: readonly System[], label: string): string {
  return systems.length === 0 ? '' : ` ${label}: ${list(systems.map(({ name }) => plain(name)))}.`;
}

/** Which other runbook holds where this one would do harm. */
function notWhen(source: Source, scenario: Scenario): readonly string[] {
  const graver = source.plan.scenarios.filter((other) => other.name !== scenario.name && sortOf(other) === 'compromised');
  const wrong = source.plan.scenarios.filter((other) => other.name !== scenario.name && sortOf(other) === 'corrupted');
  const lines: string[] = [];
  if (sortOf(scenario) !== 'compromised' && graver.length > 0) {
    lines.push(
      `**Do not use it when** there is any sign of an intruder: this one trusts the newest restore point. Then: ${runbooks(graver)}.`,
    );
  }
  if (sortOf(scenario) === 'lost' && wrong.length > 0) {
    lines.push(`When the servers run and what they hold is wrong: ${runbooks(wrong)}.`);
  }
  return lines;
}

function runbooks(scenarios: readonly Scenario[]): string {
  return list(scenarios.map(({ name }) => `[${plain(name)}](runbook-${name}.md)`));
}

/** Repairing what is broken may be quicker than recovering elsewhere. */
function worthIt(scenario: Scenario, turns: readonly Turn[]): readonly string[] {
  if (sortOf(scenario) !== 'lost') return [];
  const known = turns.flatMap((turn) => (turn.end === undefined ? [] : [{ name: turn.system.name, end: turn.end }]));
  const last = known.toSorted((one, other) => other.end - one.end)[0];
  if (last === undefined) return [];
  const losing = turns.flatMap(({ system, result }) =>
    (result.loss.seconds ?? 0) > 0 ? [`${plain(system.name)} ${lossWord(result.loss)}`] : [],
  );
  const price = losing.length === 0 ? '' : ` and can lose up to: ${losing.join(', ')}`;
  return [
    `**Repair or recover?** Recovery takes ${duration(last.end)} until everything that can be recovered is back (${plain(last.name)} is the last)${price}. If ${list(scenario.lose.map(plain))} is certain to be back sooner, wait for it.`,
  ];
}

function firstSteps(scenario: Scenario, turns: readonly Turn[], phases: readonly Phase[], refer: Refer): string {
  const late = foundLate(scenario);
  const found = late === undefined ? '' : ` The damage may be ${late} old by then.`;
  const firstRecovery = turns[0] === undefined ? '' : turnHeading(turns[0]);
  const recovering = new Set(turns.map(turnHeading));
  const lines = phases.flatMap(({ heading, steps }) => {
    const first = steps[0];
    if (first === undefined || (recovering.has(heading) && heading !== firstRecovery)) return [];
    return [`${recovering.has(heading) ? 'Recover in the order of the table below' : linkTo(heading)}, from ${refer(first.key)} on.`];
  });
  return `T is the moment of detection. Write it into the ${linkTo('Log')} now, in UTC.${found} Then, in this order:\n\n${lines.map((line, index) => `${index + 1}. ${line}`).join('\n')}`;
}

/** The script that goes the same way, where one is generated. */
function byScript({ plan, files }: DocumentSource, scenario: Scenario): readonly string[] {
  const path = `scripts/recover-${scenario.name}.sh`;
  if (!files.has(path)) return [];
  const instant = sortOf(scenario) === 'lost' ? '' : ' --to "LAST GOOD INSTANT"';
  return [
    `${code(`sudo ${shellWord(`${installFolder(plan)}/${path}`)}${instant}`)} goes the same way: it asks at each decision, restores what has a script, one system after the other, and goes on where it stopped when it is run again (${code('--list')} shows what is done).`,
  ];
}

function recoveryTable(turns: readonly Turn[], scenario: Scenario): readonly string[] {
  if (turns.length === 0) return [];
  const rows = turns.map((turn) => {
    const { result, system } = turn;
    return [
      linkTo(turnHeading(turn), plain(system.name)),
      turn.start === undefined ? '' : moment(turn.start),
      from(turn),
      result.recovery.status === 'known' ? `T+${recoveryWord(result.recovery)}` : recoveryWord(result.recovery),
      targetWord(result.recovery),
      lossWord(result.loss),
      targetWord(result.loss),
    ];
  });
  const shared = turns.filter((turn) => turn.after.length === 0 && turn.result.recovery.source !== undefined).length > 1;
  return [
    table(['System', 'Begin', 'From', 'Back by', 'RTO', 'Lost at most', 'RPO'], rows),
    ...(shared ? ['What begins at the same time runs at the same time: the times above count on it.'] : []),
    ...(scenario.declareWithin.value === 0
      ? [`The plan gives no ${code('declare within')}: the times above count from a decision taken at once.`]
      : []),
  ];
}

function from({ result, system }: Turn): string {
  const { recovery } = result;
  if (recovery.standby !== undefined) return `standby at ${plain(recovery.standby)}`;
  if (recovery.source !== undefined) return plain(recovery.source);
  return system.redeploy === undefined ? '' : 'redeployed';
}
