/** The steps that bring one system back. */

import type { Scenario, System } from '../../../plan/model.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, fence, mail, paragraph, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord, targetWord } from '../targets.ts';
import { duration, list, sentence } from '../words.ts';
import { stopped, usersOf, WRITABLE } from './contain.ts';
import { stepWord } from './figures.ts';
import { sortOf } from './incident.ts';
import { type Manual, manualOf } from './manual.ts';
import { type Origin, originOf } from './origin.ts';
import { bring, isRemote } from './place.ts';
import { planSteps } from './plan-step.ts';
import { restoreScript } from './restore-script.ts';
import { ifFails, pointRule, timeOf, where } from './restoring.ts';
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
        : [...restore(source, scenario, turn), ...own('recover'), ...own('verify'), ...check(source, scenario, turn)],
  };
}

function lead(turn: Turn, turns: readonly Turn[]): string | undefined {
  const { system, result, start, end, after } = turn;
  const { recovery, loss } = result;
  const lines: string[] = [];
  if (system.doc !== undefined) lines.push(sentence(paragraph(system.doc)));
  const when = [
    start === undefined ? '' : `Begin at T+${duration(start)}`,
    after.length === 0
      ? ''
      : `when ${list(after.map((name) => linkTo(`Recover ${name}`, plain(name))))} ${after.length === 1 ? 'is' : 'are'} back`,
    end === undefined ? '' : `back by T+${duration(end)} (RTO ${targetWord(recovery)})`,
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
  if (recovery.standby !== undefined) return failover(turn, recovery.standby);
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
      time: taking === undefined || end === undefined ? undefined : `${duration(taking.seconds)}, so back by T+${duration(end)}`,
      fails: `see first whether ${system.dependsOn.length === 0 ? 'its configuration' : list(system.dependsOn.map(({ name }) => plain(name)))} can be reached from there; then run it again.`,
    },
  ];
}

function failover(turn: Turn, site: string): readonly Step[] {
  const { system, result, end } = turn;
  const taking = result.recovery.steps.find(({ step }) => step === 'failover');
  const fence = system.host === undefined ? `the old ${plain(system.name)}` : code(system.host);
  return [
    {
      key: `fence-${system.name}`,
      title: `Fence the old ${system.name}`,
      what: `${fence} must not take a write again: switch it off, or cut its network. Two primaries cannot be joined afterwards.`,
      check: 'it does not answer, from the standby either.',
      fails: 'do not promote until it is off.',
    },
    {
      key: `restore-${system.name}`,
      title: `Promote the standby of ${system.name} at ${site}`,
      on: `the standby at ${plain(site)}`,
      run: promote(system),
      expect: promoted(system),
      time: taking === undefined || end === undefined ? undefined : `${duration(taking.seconds)}, so back by T+${duration(end)}`,
      fails: 'the standby is no restore point: without it the restore begins from a storage, and takes longer than this runbook says.',
    },
  ];
}

function promote(system: System): string {
  switch (system.kind) {
    case 'postgresql':
      return "sudo -u postgres psql --command 'select pg_promote(wait => true)'";
    case 'mysql':
      return "mysql --execute 'STOP REPLICA; RESET REPLICA ALL; SET GLOBAL read_only = OFF'";
    case 'mariadb':
      return "mariadb --execute 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF'";
    case 'redis':
      return 'redis-cli REPLICAOF NO ONE';
    default:
      return `# ${system.kind}: as its documentation says`;
  }
}

function promoted(system: System): string {
  switch (system.kind) {
    case 'postgresql':
      return '`t`; then `select pg_is_in_recovery()` says `f`.';
    case 'mysql':
    case 'mariadb':
      return 'no error; `select @@read_only` says `0`.';
    case 'redis':
      return '`OK`; `redis-cli ROLE` begins with `master`.';
    default:
      return 'it takes a write.';
  }
}

/** The plan's own test of a restore, and putting the system back into service. */
function check(source: DocumentSource, scenario: Scenario, turn: Turn): readonly Step[] {
  const { system } = turn;
  const expected = [...new Set(system.blocks.flatMap((block) => block.verifies.flatMap((verify) => verify.expect ?? [])))];
  const away = (turn.result.recovery.standby ?? turn.result.recovery.at ?? system.at) !== system.at || sortOf(scenario) !== 'corrupted';
  const what = [
    expected.length === 0 || system.kind === 'postgresql'
      ? ''
      : `The plan expects of a restore:\n\n${fence('text', expected.join('\n'))}\n\n`,
    system.host === undefined || !away
      ? ''
      : `Clients look for it at ${code(system.host)}: let that name point to the machine that it runs on now.`,
  ].join('');
  const damaged = sortOf(scenario) === 'corrupted';
  const services = damaged ? stopped(system, usersOf(source, system)) : system.services;
  const commands = [
    ...(damaged ? (WRITABLE[system.kind] ?? []) : []),
    ...(services.length === 0 ? [] : [`sudo systemctl start ${services.map(shellWord).join(' ')}`]),
    ...(system.kind === 'postgresql'
      ? expected.map(
          (query) =>
            `sudo -u postgres psql --dbname ${shellWord(system.databases[0] ?? 'postgres')} --tuples-only --command ${shellWord(query)}`,
        )
      : []),
  ];
  return [
    {
      key: `serve-${system.name}`,
      title: system.redeploy === undefined ? `Put ${system.name} into service` : `See that ${system.name} works`,
      what: what === '' ? undefined : what,
      ...(commands.length === 0 ? {} : { on: `the machine that ${plain(system.name)} runs on now`, run: commands.join('\n') }),
      expect:
        system.kind === 'postgresql' && expected.length > 0
          ? 'an answer that is neither empty nor `f` nor `0`: the plan asks that of a restore.'
          : undefined,
      check: inUse(system),
      fails: (step) =>
        `keep users out; then ${step(`restore-${system.name}`)} again${system.redeploy === undefined ? ', with another point' : ''}.`,
    },
  ];
}

/** What somebody who knows the system looks at. */
function inUse({ kind, name }: System): string {
  switch (kind) {
    case 'files':
    case 'git':
    case 'object-store':
      return `owner and rights are those of before, and somebody who uses ${plain(name)} has opened what they need.`;
    default:
      return `one read and one write through ${plain(name)} itself, by somebody who uses it.`;
  }
}
