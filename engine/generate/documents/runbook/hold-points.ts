/** What removes restore points is stopped, before the one that is needed goes. */
import type { Scenario, Storage } from '../../../plan/model.ts';
import { type Entry, entriesOf } from '../../schedule/entries.ts';
import { type Starter, starters } from '../../schedule/systemd.ts';
import { chains } from '../../scripts/coverage.ts';
import { code, plain } from '../markdown/escape.ts';
import type { DocumentSource } from '../source.ts';
import { unitCommands } from '../unit-commands.ts';
import { list } from '../words.ts';
import { sortOf } from './incident.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

export function holdPoints(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const used = usedBy(turns);
  const storages = source.plan.storages.filter(({ name }) => used.has(name));
  if (storages.length === 0) return [];
  const offline = storages.filter((storage) => storage.offline);
  const locked = storages.filter((storage) => storage.immutable !== undefined && !storage.offline);
  const open = storages.filter((storage) => !storage.offline && storage.immutable === undefined);
  const units = heldUnits(source, scenario, turns);
  const what = [
    open.length + locked.length === 0 ? '' : stopped(source, scenario, turns, units),
    open.length === 0 ? '' : `Old points on ${names(open)} go by the plan's rules with each run, and one of them may be the right one.`,
    locked.length === 0 ? '' : `${names(locked)} cannot be emptied early, but points whose lock has ended go as ever.`,
    offline.length === 0 ? '' : `Connect ${names(offline)} for reading only.`,
  ];
  return [
    {
      key: 'hold',
      title: 'Stop pruning',
      what: what.filter((line) => line !== '').join(' '),
      ...(units.length === 0 ? {} : { on: 'the machines that run these jobs', run: unitCommands('stop', units) }),
      check: `${units.length === 0 ? '' : '`systemctl list-timers` has none of them; '}what was stopped is written down: it is started again at the end.`,
    },
  ];
}

/** By the names of the commands below it; then what stops by itself, and what the plan's machines do not start. */
function stopped(source: DocumentSource, scenario: Scenario, turns: readonly Turn[], units: readonly Starter[]): string {
  const used = usedBy(turns);
  const entries = entriesIn(source, turns);
  const commanded = new Set(units.map(({ entry }) => entry.id));
  const held = entries.filter(({ system, entry }) => commanded.has(entry.id) || goesOn(scenario, turns, system, entry));
  const follows = held.filter(({ entry }) => !commanded.has(entry.id) && 'follows' in entry.when && units.length > 0);
  const rest = held.filter((each) => !follows.includes(each)).map(({ entry }) => entry.id);
  const known = new Set(entries.map(({ entry }) => entry.id));
  const jobsRun = sortOf(scenario) === 'corrupted';
  const others = turns.flatMap(({ system }) =>
    system.blocks.flatMap(({ jobs, copies }) =>
      [...(jobsRun ? jobs.filter(({ word }) => word !== 'log') : []), ...copies].filter(({ id, to }) => used.has(to) && !known.has(id)),
    ),
  );
  return [
    rest.length === 0 ? '' : `Stop what removes points: ${ids(rest)}.`,
    follows.length === 0 ? '' : `What follows them rests too: ${ids(follows.map(({ entry }) => entry.id))}.`,
    others.length === 0
      ? ''
      : `No script of this folder runs ${ids(others.map(({ id }) => id))}: stop ${others.length === 1 ? 'it' : 'them'} where ${others.length === 1 ? 'it runs' : 'they run'}.`,
    jobsRun ? '' : ended(scenario, turns),
  ]
    .filter((line) => line !== '')
    .join(' ');
}

/** Why nothing is stopped of the jobs that ran as the systems did. */
function ended(scenario: Scenario, turns: readonly Turn[]): string {
  const accounts = [...new Set(turns.map(({ system }) => system.account.value))];
  const how = accounts.every((account) => scenario.compromise.includes(account))
    ? 'has ended: they are cut off'
    : 'has ended with the machines that are lost: let none of it start again';
  return `What ran with the credentials of ${ids(accounts)} ${how}.`;
}

/** The timers that are stopped: where production is lost or an intruder's, those that go on with other credentials. */
export function heldUnits(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Starter[] {
  return pointUnits(source, turns).filter(({ system, entry }) => goesOn(scenario, turns, system, entry));
}

/** Whether it still runs after what has happened, and can remove points that are needed. */
function goesOn(scenario: Scenario, turns: readonly Turn[], system: string, { account, to }: Entry): boolean {
  if (sortOf(scenario) === 'corrupted') return true;
  const own = turns.find((turn) => turn.system.name === system)?.system.account.value;
  return account !== own && !scenario.compromise.includes(account) && usedBy(turns).has(to ?? '');
}

/** What starts jobs, copies and prunings of systems by itself. */
export function pointUnits({ plan }: DocumentSource, turns: readonly Pick<Turn, 'system'>[]): readonly Starter[] {
  return starters(plan, chains(plan)).filter(
    ({ system, entry }) => entry.to !== undefined && turns.some((turn) => turn.system.name === system),
  );
}

function entriesIn({ plan }: DocumentSource, turns: readonly Turn[]): readonly { readonly system: string; readonly entry: Entry }[] {
  return chains(plan)
    .filter(({ system }) => turns.some((turn) => turn.system.name === system.name))
    .flatMap((chain) => entriesOf(plan, chain).map((entry) => ({ system: chain.system.name, entry })))
    .filter(({ entry }) => entry.to !== undefined);
}

/** Names of the storages that something is restored from. */
function usedBy(turns: readonly Turn[]): ReadonlySet<string> {
  return new Set(turns.flatMap(({ result }) => result.recovery.source ?? []));
}

function names(storages: readonly Storage[]): string {
  return list(storages.map(({ name }) => plain(name)));
}

function ids(each: readonly string[]): string {
  return list(each.map((id) => code(id)));
}
