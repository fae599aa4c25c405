/** From the first doubt to the moment at which the first restore may begin. */
import type { Plan, Scenario, System } from '../../../plan/model.ts';
import { isWithin } from '../../../plan/sites.ts';
import { contactName, declarer } from '../contacts.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, fence, mail, plain } from '../markdown/escape.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { capital, duration, list, moment } from '../words.ts';
import { contain } from './contain.ts';
import { scenarioWords, sortOf, whatHappened } from './incident.ts';
import { lookInto, storagePlace } from './place.ts';
import { planSteps } from './plan-step.ts';
import { ready } from './ready.ts';
import type { Phase, Step } from './step.ts';
import type { Turn } from './turns.ts';

export function before(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Phase[] {
  // While an intruder is inside, nobody logs in to what is left.
  const early = sortOf(scenario) !== 'compromised';
  const reach = sourcesThere(source, turns);
  return [
    {
      heading: 'Find out and declare',
      steps: [
        ...planSteps(source, scenario, 'detect', turns),
        ...probes(source, scenario, turns),
        ...(early ? reach : []),
        declare(source, scenario),
        notify(source, scenario, turns),
      ],
    },
    { heading: 'Stop what would make it worse', steps: contain(source, scenario, turns) },
    {
      heading: 'Get ready',
      steps: [...planSteps(source, scenario, 'recover', turns), ...ready(source, scenario, turns), ...(early ? [] : reach)],
    },
  ];
}

/** One probe for each host, or port of it, that is said to be lost. */
function probes({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  if (sortOf(scenario) !== 'lost') return [];
  const systems = turns.map((turn) => turn.system).filter((system) => system.host !== undefined && isLost(plan, scenario, system));
  if (systems.length === 0) return [];
  const asked = [...new Set(systems.map(probe))];
  return [
    {
      key: 'probe',
      title: `Confirm that ${list(scenario.lose)} ${scenario.lose.length === 1 ? 'is' : 'are'} down`,
      on: 'a machine outside what is lost',
      run: asked.join('\n'),
      expect: asked.length === 1 ? 'no answer.' : 'no answer from any of them.',
      fails:
        asked.length === 1
          ? 'it answers, so it is not lost: look for the cause on it before you declare.'
          : 'what answers is not lost. If only some are silent, this is a smaller failure: look for its cause before you declare.',
    },
  ];
}

function probe(system: System): string {
  const host = shellWord(system.host ?? '');
  return system.port === undefined ? `ping -c 3 -W 5 ${host}` : `nc -vz -w 5 ${host} ${system.port}`;
}

function isLost(plan: Plan, scenario: Scenario, system: System): boolean {
  return scenario.lose.some((name) => name === system.name || isWithin(plan, system.at, name));
}

function sourcesThere(source: DocumentSource, turns: readonly Turn[]): readonly Step[] {
  const names = [...new Set(turns.flatMap(({ result }) => result.recovery.source ?? []))];
  const storages = source.plan.storages.filter(({ name }) => names.includes(name));
  return storages.map((storage) => ({
    key: `reach-${storage.name}`,
    title: `See that ${storage.name} can be read`,
    what: `${plain(storage.name)}: ${storagePlace(storage)}, at ${plain(storage.at)}. ${code(storage.account.value)} can delete there: use a login that can only read, if there is one.`,
    on:
      storage.host === undefined && storage.bucket === undefined
        ? `a machine that has ${plain(storage.name)} mounted`
        : 'any machine that reaches it',
    run: lookInto(storage),
    expect: 'a listing that is not empty.',
    fails: otherSurvivor(source, storage.name, turns),
  }));
}

/** What to do when the storage that recovery counts on cannot be read either. */
function otherSurvivor({ plan }: DocumentSource, storage: string, turns: readonly Turn[]): string {
  const fallen = new Set(turns.flatMap(({ result }) => result.loss.falls.map((fall) => fall.storage)));
  const used = new Set(
    turns
      .filter(({ result }) => result.recovery.source === storage)
      .flatMap(({ system }) => system.blocks.flatMap((block) => [...block.jobs.map(({ to }) => to), ...block.copies.map(({ to }) => to)])),
  );
  const others = plan.storages.map(({ name }) => name).filter((name) => name !== storage && used.has(name) && !fallen.has(name));
  if (others.length === 0)
    return `no other storage survives: call ${plan.contacts[0] === undefined ? 'the owner' : contactName(plan.contacts[0])} before anything else is touched.`;
  return `recover from ${list(others.map(plain))} instead; ${linkTo('What survives')} says what lies there.`;
}

function declare(source: DocumentSource, scenario: Scenario): Step {
  const { plan } = source;
  const first = declarer(source);
  const within = scenario.declareWithin.value;
  return {
    key: 'declare',
    title: `Declare ${scenarioWords(scenario)}`,
    what: `${capital(whatHappened(source, scenario))}: one person decides that it is so, and from then on this runbook is followed.`,
    who:
      first === undefined
        ? plan.owner === undefined
          ? undefined
          : mail(plan.owner)
        : `${contactName(first)}, else the next of ${linkTo('Whom to call')}`,
    time: within === 0 ? undefined : `by ${moment(within)}; every minute later makes every system a minute later`,
    check: `the time and the name stand in the ${linkTo('Log')}.`,
  };
}

function notify({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): Step {
  const message = [
    `${scenarioWords(scenario)} declared at ____ UTC by ____.`,
    ...turns.map(({ system, result, end }) => {
      const back = end === undefined ? 'no time can be given' : `expected back ${duration(end)} after detection`;
      const lost =
        result.loss.status === 'known' && (result.loss.seconds ?? 0) > 0
          ? `; up to ${lossWord(result.loss)} of its newest changes may be lost`
          : '';
      return `${system.name}: ${back}${lost}.`;
    }),
    'Next message at ____ UTC.',
  ].join('\n');
  const channels = plan.notify.length === 0 ? `everybody in ${linkTo('Whom to call')}` : list(plan.notify.map((channel) => code(channel)));
  const names = [...new Set(turns.flatMap(({ system }) => system.owner ?? []))];
  const owners = names.map(
    (owner) => `${mail(owner)} (${list(turns.filter(({ system }) => system.owner === owner).map(({ system }) => plain(system.name)))})`,
  );
  const personal = turns.filter(({ system }) => system.holds.includes('personal-data')).map(({ system }) => plain(system.name));
  const law =
    plan.comply.includes('gdpr') && personal.length > 0
      ? `\n\n${list(personal)} ${personal.length === 1 ? 'holds' : 'hold'} personal data: tell whoever is responsible for data protection now, since losing it or being cut off from it can be a breach that GDPR Art. 33 wants reported within 72 hours.`
      : '';
  return {
    key: 'notify',
    title: 'Tell those who wait for it',
    what: `Send to ${channels}${owners.length === 0 ? '' : ` and to ${list(owners)}`}:\n\n${fence('text', message)}${law}`,
    check: `somebody has answered. No answer: ${linkTo('Whom to call')}.`,
  };
}
