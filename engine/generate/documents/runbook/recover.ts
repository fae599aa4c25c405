/** The steps that bring one system back. */

import type { Scenario, System } from '../../../plan/model.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, mail, paragraph, plain } from '../markdown/escape.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord, targetWord } from '../targets.ts';
import { duration, list, moment, sentence } from '../words.ts';
import { failover } from './failover.ts';
import { takeOver } from './failover-scripts.ts';
import { stepWord } from './figures.ts';
import { sortOf } from './incident.ts';
import { type Manual, manualOf } from './manual.ts';
import { type Origin, originOf } from './origin.ts';
import { bring, isRemote } from './place.ts';
import { planSteps } from './plan-step.ts';
import { restoreScript } from './restore-script.ts';
import { ifFails, pointRule, timeOf, where } from './restoring.ts';
import { intoService } from './service.ts';
import type { Phase, Step } from './step.ts';
import { type Turn, turnHeading } from './turns.ts';

export function recover(source: DocumentSource, scenario: Scenario, turn: Turn, turns: readonly Turn[]): Phase {
  const own = (phase: 'recover' | 'verify'): readonly Step[] => planSteps(source, scenario, phase, turns, turn.system.name);
  return {
    heading: turnHeading(turn),
    lead: lead(turn, turns),
    steps:
      turn.result.recovery.status === 'unrecoverable'
        ? rebuild(source, turn)
        : [...restore(source, scenario, turn), ...own('recover'), ...own('verify'), ...intoService(source, scenario, turn)],
  };
}

function lead(turn: Turn, turns: readonly Turn[]): string | undefined {
  const { system, result, start, end, after } = turn;
  const { recovery, loss } = result;
  const lines: string[] = [];
  if (system.doc !== undefined) lines.push(sentence(paragraph(system.doc)));
  const when = [
    start === undefined ? '' : `Begin at ${moment(start)}`,
    after.length === 0
      ? ''
      : `when ${list(after.map((name) => linkTo(`Recover ${name}`, plain(name))))} ${after.length === 1 ? 'is' : 'are'} back`,
    end === undefined ? '' : `back by ${moment(end)} (RTO ${targetWord(recovery)})`,
  ].filter((part) => part !== '');
  if (when.length > 0) lines.push(`${when.join(', ')}.`);
  const took = recovery.steps.filter(({ step, seconds }) => seconds > 0 && step !== 'declare' && step !== 'provision' && step !== 'wait');
  if (took.length > 0) lines.push(`From there it takes ${took.map(stepWord).join(' + ')}.`);
  if (loss.status === 'known' && (loss.seconds ?? 0) > 0)
    lines.push(`Up to ${lossWord(loss)} of its newest changes are gone (RPO ${targetWord(loss)}).`);
  const next = turns.find(
    (other, index) => index > turns.indexOf(turn) && end !== undefined && other.start !== undefined && other.start < end,
  );
  if (next !== undefined)
    lines.push(`**Do not wait for it:** begin with ${linkTo(turnHeading(next), plain(next.system.name))} while it runs.`);
  for (const note of system.notes) lines.push(sentence(`Note of the plan: ${plain(note)}`));
  if (system.owner !== undefined) lines.push(`Owner: ${mail(system.owner)}.`);
  return lines.length === 0 ? undefined : lines.join(' ');
}

/** Nothing is left: the one honest thing is to say so, and to begin anew. */
function rebuild(source: DocumentSource, { system, result }: Turn): readonly Step[] {
  const why = result.loss.falls.map((fall) => `${plain(fall.storage)}: ${plain(fall.because)}`);
  const waits = system.dependsOn.filter(({ name }) => source.plan.systems.some((other) => other.name === name));
  const reason =
    result.loss.status === 'unrecoverable'
      ? `Nothing that can restore it survives${why.length === 0 ? '' : ` (${why.join('; ')})`}.`
      : `Its own data survives, but it depends on ${list(waits.map(({ name }) => plain(name)))}, and what it needs of them does not come back.`;
  return [
    {
      key: `rebuild-${system.name}`,
      title: `Decide what becomes of ${system.name}`,
      what: `${reason} Before it is rebuilt empty, ask for what other people may hold: exports, reports, test copies, replicas at partners.`,
    },
  ];
}

function restore(source: DocumentSource, scenario: Scenario, turn: Turn): readonly Step[] {
  const { system, result } = turn;
  const { recovery } = result;
  if (recovery.standby !== undefined) return takeOver(source, turn) ?? failover(turn, recovery.standby);
  if (system.redeploy !== undefined && recovery.source === undefined) return redeploy(turn);
  const origin = recovery.source === undefined ? undefined : originOf(source, system, recovery.source);
  if (origin === undefined) return [];
  const script = restoreScript(source, scenario, turn, origin);
  if (script !== undefined) return script;
  if (origin.base.managedBy !== undefined) return managed(scenario, turn, origin.base.managedBy);
  if (system.load !== undefined) return custom(scenario, turn, system.load);
  const tool = origin.base.tool?.value;
  const beside = sortOf(scenario) === 'corrupted';
  const manual = tool === undefined ? undefined : manualOf(tool, system, origin, beside);
  if (tool === undefined || manual === undefined) {
    return [
      {
        key: `restore-${system.name}`,
        title: `Restore ${system.name} from ${origin.storage.name}`,
        what: `The plan does not say with what: add ${code('restore with "…"')} to it.`,
        fails: ifFails(turn),
      },
    ];
  }
  const on = manual.on ?? where(scenario, turn);
  const variables = ['POINT', ...(manual.also ?? [])];
  const brought = bringHere(system, origin, manual, variables, on);
  return [
    {
      key: `point-${system.name}`,
      title: `Choose the point of ${system.name}`,
      what: `${pointRule(scenario)}${brought === undefined ? ` POINT is ${manual.point}` : ''}`,
      on,
      run: manual.list,
      expect: `points of ${plain(system.name)}; the newest at most ${lossWord(result.loss)} older than the incident.`,
      fails: ifFails(turn),
    },
    ...(brought === undefined ? [] : [brought]),
    {
      key: `restore-${system.name}`,
      title: `Restore ${system.name} from ${origin.storage.name}`,
      what: `No script is generated for it (${code('README.md')} says why): these are the commands of ${plain(tool)}${brought === undefined ? '' : ', in the same shell'}. ${manual.onto}`,
      on,
      run: brought === undefined ? `${variables.map((name) => `${name}=`).join('\n')}\n${manual.restore}` : manual.restore,
      expect: manual.expect,
      time: timeOf(turn),
      fails: ifFails(turn),
    },
    {
      key: `whole-${system.name}`,
      title: `See that ${system.name} is whole`,
      what: 'In the same shell.',
      on,
      run: manual.check,
      expect: manual.good,
      fails: (step) => `go back to ${step(`point-${system.name}`)} and take the point before.`,
    },
    ...(manual.take === undefined
      ? []
      : [
          {
            key: `take-${system.name}`,
            title: `Take ${system.name} into its place`,
            what: manual.take.what,
            on,
            run: manual.take.run,
            expect: 'nothing, exit code 0.',
          },
        ]),
  ];
}

/** What the tool does not fetch itself. */
function bringHere(system: System, { storage }: Origin, manual: Manual, variables: readonly string[], on: string): Step | undefined {
  const { takes } = manual;
  if (takes === 'name' || !isRemote(storage)) return undefined;
  const pairs = variables
    .filter((name) => name !== 'DATABASE')
    .map((name) => ({
      from: `${name}_THERE`,
      to: name,
      what: name === 'LOG' ? ('folder' as const) : takes,
    }));
  return {
    key: `bring-${system.name}`,
    title: `Bring the point of ${system.name} here`,
    what: `POINT is ${manual.point} The variables that end in ${code('_THERE')} name it as the list has it, the others where it goes on this machine.`,
    on,
    run: [
      ...(variables.includes('DATABASE') ? ['DATABASE='] : []),
      ...pairs.flatMap(({ from, to }) => [`${from}=`, `${to}=`]),
      ...pairs.map(({ from, to, what }) => bring(storage, from, to, what)),
    ].join('\n'),
    expect: `the size is that of the list (${code('du -sh')}).`,
  };
}

function managed(scenario: Scenario, turn: Turn, by: string): readonly Step[] {
  const { system } = turn;
  return [
    ...(system.pointsWith === undefined
      ? []
      : [
          {
            key: `point-${system.name}`,
            title: `Choose the point of ${system.name}`,
            what: `${pointRule(scenario)} ${plain(by)} lists them:`,
            on: 'a machine with access to it',
            run: system.pointsWith,
            expect: `points of ${plain(system.name)}; the newest at most ${lossWord(turn.result.loss)} older than the incident.`,
          },
        ]),
    {
      key: `restore-${system.name}`,
      title: `Restore ${system.name} with the service that backs it up`,
      what:
        system.restoreWith === undefined
          ? `Its backup is run by ${plain(by)}; the plan does not say how that restores: add ${code('restore with "…"')}.`
          : `Its backup is run by ${plain(by)}, which restores it so:`,
      ...(system.restoreWith === undefined ? {} : { on: 'a machine with access to it', run: system.restoreWith }),
      time: timeOf(turn),
      fails: ifFails(turn),
    },
  ];
}

function custom(scenario: Scenario, turn: Turn, load: string): readonly Step[] {
  const { system, result } = turn;
  return [
    {
      key: `restore-${system.name}`,
      title: `Restore ${system.name} from ${result.recovery.source ?? ''}`,
      what: 'The plan gives the command:',
      on: where(scenario, turn),
      run: load,
      expect: 'exit code 0.',
      time: timeOf(turn),
      fails: ifFails(turn),
    },
  ];
}

function redeploy(turn: Turn): readonly Step[] {
  const { system, result, end } = turn;
  const taking = result.recovery.steps.find(({ step }) => step === 'redeploy');
  return [
    {
      key: `restore-${system.name}`,
      title: `Redeploy ${system.name}`,
      on: 'a machine that may deploy',
      run: system.redeploy?.command ?? '',
      expect: 'exit code 0.',
      time: taking === undefined || end === undefined ? undefined : `${duration(taking.seconds)}, so back by ${moment(end)}`,
      fails: `see first whether ${system.dependsOn.length === 0 ? 'its configuration' : list(system.dependsOn.map(({ name }) => plain(name)))} can be reached from there; then run it again.`,
    },
  ];
}
