/** What must be stopped before anything is restored, by what has happened. */
import type { Scenario, System } from '../../../plan/model.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { list } from '../words.ts';
import { asClient } from './client.ts';
import { holdPoints } from './hold-points.ts';
import { foundLate, sortOf } from './incident.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

export function contain(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  if (turns.length === 0) return [];
  const steps = { lost: keepDown, corrupted: stopWriting, compromised: isolate }[sortOf(scenario)](source, scenario, turns);
  return [...steps, ...holdPoints(source, scenario, turns)];
}

function keepDown(_: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const places = [...new Set(turns.map(({ system }) => system.at))].filter((site) => site !== '');
  return [
    {
      key: 'contain',
      title: `Keep ${list(scenario.lose)} from coming back by itself`,
      what: `If ${list(places.map(plain))} answers again half-way, two copies of ${list(turns.map(({ system }) => plain(system.name)))} would take writes, and the backup jobs of the old ones would go on. Have its uplink or its machines kept off until ${linkTo('Go back')}.`,
      check: `whoever is on site (or the provider) has confirmed it.`,
    },
  ];
}

function stopWriting(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const spoilt = turns.map(({ system }) => system).filter((system) => system.redeploy === undefined || system.blocks.length > 0);
  const late = foundLate(scenario);
  return [
    ...spoilt.map((system) => stopWrites(system, usersOf(source, system))),
    {
      key: 'since-when',
      title: 'Find out since when it is wrong',
      what: `Look for the first wrong row, file or log line, and write the instant into the ${linkTo('Log')}, in UTC: the restore goes to just before it.${late === undefined ? '' : ` The plan counts on damage that is found ${late} after it was done.`}`,
      fails: 'restore the newest point beside the damaged data, look there, and go back from point to point.',
    },
  ];
}

/** Writes stop, reading goes on where the kind allows it: what is damaged is evidence, and the way back if the restore goes wrong. */
function stopWrites(system: System, users: readonly System[]): Step {
  const services = stopped(system, users);
  const commands = [...(services.length === 0 ? [] : [`sudo systemctl stop ${services.map(shellWord).join(' ')}`]), ...readOnly(system)];
  const mute = users.filter((user) => user.services.length === 0).map(({ name }) => plain(name));
  const named = [
    users.length === 0
      ? 'The plan names nothing that depends on it: think of jobs and people too.'
      : `It is used by ${list(users.map(({ name }) => plain(name)))}.`,
    mute.length === 0 ? '' : `Stop ${list(mute)} by hand: the plan names no ${code('service')} of ${mute.length === 1 ? 'it' : 'them'}.`,
  ]
    .filter((line) => line !== '')
    .join(' ');
  return {
    key: `stop-${system.name}`,
    title: `Stop what writes to ${system.name}`,
    what: `${named} Delete nothing and repair nothing yet.`,
    ...(commands.length === 0 ? {} : { on: system.host === undefined ? plain(system.at) : code(system.host), run: commands.join('\n') }),
    check: 'nothing is written any more: a write that is tried by hand is refused.',
    fails: 'block its port at the firewall.',
  };
}

/** The services that are stopped: those that use the system, and its own where it cannot be made read-only. */
export function stopped(system: System, users: readonly System[]): readonly string[] {
  return [...users.flatMap((user) => user.services), ...(readOnly(system).length === 0 ? system.services : [])];
}

export function usersOf({ plan }: DocumentSource, system: System): readonly System[] {
  return plan.systems.filter(({ dependsOn }) => dependsOn.some(({ name }) => name === system.name));
}

/** Commands that let a system be read and not written; none where its kind has none. `writable` undoes them. */
function readOnly(system: System): readonly string[] {
  return switched(system, 'set default_transaction_read_only = on', 'on');
}
export function writable(system: System): readonly string[] {
  return switched(system, 'reset default_transaction_read_only', 'off');
}

function switched(system: System, ofPostgres: string, ofMysql: 'on' | 'off'): readonly string[] {
  switch (system.kind) {
    case 'postgresql':
      return [`sudo -u postgres ${asClient('psql', system)} --command 'alter system ${ofPostgres}' --command 'select pg_reload_conf()'`];
    case 'mysql':
    case 'mariadb':
      return [`${asClient(system.kind, system)} --execute 'set global read_only = ${ofMysql}'`];
    default:
      return [];
  }
}

function isolate({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const accounts = list(scenario.compromise.map((account) => code(account)));
  const sites = [...new Set(turns.map(({ system }) => system.at))].filter((site) => site !== '');
  const late = foundLate(scenario);
  const theirs = plan.storages.filter(({ account }) => scenario.compromise.includes(account.value));
  const safe = plan.storages.filter(({ account }) => !scenario.compromise.includes(account.value));
  return [
    {
      key: 'contain',
      title: `Cut off the ${scenario.compromise.length === 1 ? 'account' : 'accounts'} ${list(scenario.compromise)}`,
      what: `Disable the logins, keys and tokens of ${accounts}, and take ${list(sites.map(plain))} off the network. Do not switch the machines off: what is in their memory is evidence.${
        theirs.length === 0
          ? ''
          : ` With these credentials ${list(theirs.map(({ name }) => plain(name)))} can be overwritten and deleted: take the access away there first.`
      }`,
      check: `a login with ${accounts} is refused, from inside and from outside.`,
    },
    {
      key: 'evidence',
      title: 'Keep the evidence',
      what: 'Copy logs and memory, and take images of the disks, to a place that these credentials do not reach. Nothing is restored onto the machines that were taken.',
      fails: 'go on; note in the log what could not be kept.',
    },
    ...(safe.length === 0
      ? []
      : [
          {
            key: 'guard',
            title: `Guard ${list(safe.map(({ name }) => name))}`,
            what: `Read ${list(safe.map(({ name, account }) => `${plain(name)} with credentials of ${code(account.value)}`))} that can only read, from a clean machine. Never log in there from a machine at ${list(sites.map(plain))}.`,
            check: `no login of ${list([...new Set(safe.map(({ account }) => code(account.value)))])} in the audit log that nobody can explain.`,
          },
        ]),
    {
      key: 'since-when',
      title: 'Find out since when they were in',
      what: `Write the instant of the first sign into the ${linkTo('Log')}, in UTC. Points that were captured later are not trusted; the plan counts on at most ${late ?? 'no time'} between the first sign and detection.`,
      fails: 'take the oldest point that the loss below allows, and look for the intruder in it before it goes into service.',
    },
  ];
}
