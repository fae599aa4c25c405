/** From the first doubt to the moment at which the first restore may begin. */
import type { Plan, Scenario, System } from '../../../plan/model.ts';
import { installFolder } from '../../scripts/names.ts';
import { contactName, declarer } from '../contacts.ts';
import { linkTo } from '../markdown/anchor.ts';
import { code, fence, mail, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { lossWord } from '../targets.ts';
import { capital, duration, list, size } from '../words.ts';
import { contain } from './contain.ts';
import { sortOf, whatHappened } from './incident.ts';
import { originOf } from './origin.ts';
import { lookInto, storagePlace } from './place.ts';
import { planSteps } from './plan-step.ts';
import { hasScript } from './restore-script.ts';
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

/** One probe for each thing that has a host and is said to be lost. */
function probes({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  if (sortOf(scenario) !== 'lost') return [];
  const systems = turns.map((turn) => turn.system).filter((system) => system.host !== undefined && isLost(plan, scenario, system));
  if (systems.length === 0) return [];
  return [
    {
      key: 'probe',
      title: `Confirm that ${list(scenario.lose)} ${scenario.lose.length === 1 ? 'is' : 'are'} down`,
      on: 'a machine outside what is lost',
      run: systems.map(probe).join('\n'),
      expect: systems.length === 1 ? 'no answer.' : 'no answer from any of them.',
      fails:
        systems.length === 1
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
  const sites = new Set<string>();
  for (let site = plan.sites.find(({ name }) => name === system.at); site !== undefined && !sites.has(site.name); ) {
    sites.add(site.name);
    const within = site.within;
    site = plan.sites.find(({ name }) => name === within);
  }
  return scenario.lose.some((name) => name === system.name || sites.has(name));
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
    title: `Declare ${scenario.name}`,
    what: `${capital(whatHappened(source, scenario))}: one person decides that it is so, and from then on this runbook is followed.`,
    who:
      first === undefined
        ? plan.owner === undefined
          ? undefined
          : mail(plan.owner)
        : `${contactName(first)}, else the next of ${linkTo('Whom to call')}`,
    time: within === 0 ? undefined : `by T+${duration(within)}; every minute later makes every system a minute later`,
    check: `the time and the name stand in the ${linkTo('Log')}.`,
  };
}

function notify({ plan }: DocumentSource, scenario: Scenario, turns: readonly Turn[]): Step {
  const message = [
    `${scenario.name} declared at ____ UTC by ____.`,
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

function ready(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
  const { plan } = source;
  const restored = turns.filter(({ result }) => result.recovery.source !== undefined);
  const steps: Step[] = [];
  const within = scenario.provisionWithin.value;
  const deadline = scenario.declareWithin.value + within;
  if (restored.length > 0) {
    steps.push({
      key: 'machines',
      title:
        sortOf(scenario) === 'corrupted'
          ? 'Have room for what is restored'
          : `Have machines at ${list([...new Set(restored.map(({ result, system }) => result.recovery.at ?? system.at))])}`,
      what: needs(source, restored),
      time: within === 0 ? undefined : `${duration(within)}, so by T+${duration(deadline)}`,
      check:
        'each has the room that the table asks for (`df -h`), and the tool in the version that wrote the backups or a newer one; a database server is of the same major version as before.',
      fails: restored.length === 1 ? undefined : 'begin with the machines that are there, in the order of the table on the first page.',
    });
  }
  for (const key of keysOf(source, restored)) steps.push(key);
  const credentials = restored.flatMap(({ system }) =>
    system.credentials === undefined ? [] : [{ system: system.name, file: system.credentials }],
  );
  if (credentials.length > 0) {
    steps.push({
      key: 'credentials',
      title: 'Put the credentials in place',
      what: `The restore reads them from these files; they are in no backup of this plan unless a system names their folder as a \`path\`.\n\n${table(
        ['System', 'File'],
        credentials.map(({ system, file }) => [plain(system), code(file)]),
      )}`,
      check: 'each file is there with mode 0600 and belongs to the user that restores.',
    });
  }
  const scripted = restored.filter((turn) => {
    const origin = originOf(source, turn.system, turn.result.recovery.source ?? '');
    return origin !== undefined && hasScript(source, turn, origin);
  });
  if (scripted.length > 0) {
    steps.push({
      key: 'folder',
      title: 'Put the generated folder in place',
      what: `Copy the folder that holds this runbook's ${code('README.md')} to ${code(installFolder(plan))}; what its scripts need besides stands there. It must come from the plan of this runbook: compare the hash.`,
      on: `the ${scripted.length === 1 ? 'machine' : 'machines'} for ${list(scripted.map(({ system }) => plain(system.name)))}`,
      run: `grep -A 3 '"plan"' ${shellWord(`${installFolder(plan)}/manifest.json`)}`,
      expect: `${code(source.planFile)} and ${code(source.planHash)}.`,
      fails: 'generate the folder again from the plan, or use the runbook that lies in the folder that you have.',
    });
  }
  return steps;
}

function needs(source: DocumentSource, turns: readonly Turn[]): string {
  return table(
    ['System', 'Kind', 'Room', 'Tool', 'Ran on'],
    turns.map(({ system, result }) => {
      const origin = originOf(source, system, result.recovery.source ?? '');
      const tool = origin?.base.managedBy ?? origin?.base.tool?.value ?? '';
      return [
        plain(system.name),
        plain(system.kind),
        system.size === undefined ? 'not in the plan' : size(system.size.value),
        plain(tool),
        system.host === undefined ? plain(system.at) : code(system.host),
      ];
    }),
  );
}

/** The keys without which the backups are noise, and where they are. */
function keysOf({ plan }: DocumentSource, turns: readonly Turn[]): readonly Step[] {
  const sources = new Set(turns.flatMap(({ result }) => result.recovery.source ?? []));
  const names = new Set<string>();
  for (const storage of plan.storages) if (sources.has(storage.name) && storage.key !== undefined) names.add(storage.key);
  for (const { system } of turns) {
    for (const block of system.blocks)
      for (const job of [...block.jobs, ...block.copies]) if (job.key !== undefined && sources.has(job.to)) names.add(job.key);
  }
  return plan.keys
    .filter(({ name }) => names.has(name))
    .map((key) => ({
      key: `key-${key.name}`,
      title: `Get the key ${key.name}`,
      what: [
        key.keptAt.length === 0 ? '' : `It is kept at ${list(key.keptAt.map(plain))}.`,
        key.escrow === undefined ? '' : `Escrow: ${plain(key.escrow)}.`,
        key.keptAt.length === 0 && key.escrow === undefined
          ? `The plan does not say where it is: add ${code('kept at')} or ${code('escrow')}.`
          : '',
      ]
        .filter((line) => line !== '')
        .join(' '),
      fails: 'without it nothing that it encrypts can be read: go to the next place that is named, and raise the alarm with the owner.',
    }));
}
