/** What has to be at hand before the first restore may begin: machines, keys, credentials, the scripts and their settings. */
import type { Scenario } from '../../../plan/model.ts';
import { isWithin } from '../../../plan/sites.ts';
import type { Chain } from '../../scripts/coverage.ts';
import { settingsFile, stateFolder } from '../../scripts/environment.ts';
import { installFolder, scriptFolder } from '../../scripts/names.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { shellWord } from '../shell.ts';
import type { DocumentSource } from '../source.ts';
import { duration, list, moment, size } from '../words.ts';
import { sortOf } from './incident.ts';
import { originOf } from './origin.ts';
import { scriptedChain } from './restore-script.ts';
import type { Refer, Step } from './step.ts';
import type { Turn } from './turns.ts';

export function ready(source: DocumentSource, scenario: Scenario, turns: readonly Turn[]): readonly Step[] {
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
      time: within === 0 ? undefined : `${duration(within)}, so by ${moment(deadline)}`,
      check:
        'each has the room that the table asks for (`df -h`), and the tool in the version that wrote the backups or a newer one; a database server is of the same major version as before.',
      fails: restored.length === 1 ? undefined : 'begin with the machines that are there, in the order of the table on the first page.',
    });
  }
  const scripted = restored.flatMap((turn) => {
    const origin = originOf(source, turn.system, turn.result.recovery.source ?? '');
    return (origin && scriptedChain(source, turn, origin)) ?? [];
  });
  for (const key of keysOf(source, scenario, restored, scripted.length > 0)) steps.push(key);
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
  if (scripted.length > 0) steps.push(folder(source, scripted), settings(source, scripted));
  return steps;
}

function folder({ plan, planFile, planHash }: DocumentSource, scripted: readonly Chain[]): Step {
  return {
    key: 'folder',
    title: 'Put the generated folder in place',
    what: `Copy the folder that holds this runbook's ${code('README.md')} to ${code(installFolder(plan))}; what its scripts need besides stands there. It must come from the plan of this runbook: compare the hash.`,
    on: machines(scripted),
    run: `grep -A 3 '"plan"' ${shellWord(`${installFolder(plan)}/manifest.json`)}`,
    expect: `${code(planFile)} and ${code(planHash)}.`,
    fails: 'generate the folder again from the plan, or use the runbook that lies in the folder that you have.',
  };
}

/** What a new machine has not: its own settings, and a folder for what the scripts note. A machine that has run backups has both. */
function settings({ plan }: DocumentSource, scripted: readonly Chain[]): Step {
  const lines = scripted.flatMap((chain) => {
    const { user } = chain.engine;
    const example = `${installFolder(plan)}/scripts/${scriptFolder(chain.system, chain.block)}/env.example`;
    return [
      ...(user === 'root' ? [] : [`sudo install -d -o ${user} -m 700 ${stateFolder(plan, chain)}`]),
      `sudo install -D -m 644 ${shellWord(example)} ${shellWord(settingsFile(plan, chain))}`,
    ];
  });
  return {
    key: 'settings',
    title: `Fill in the settings of ${list(scripted.map(({ system }) => system.name))}`,
    what: `On a new machine; where backups have run they are there. Then open the file: it says where the keys lie and how a storage elsewhere is reached, each with its comment. Leave out ${code('#')} where you set something.`,
    on: machines(scripted),
    run: lines.join('\n'),
    check: `${list(scripted.map((chain) => code(settingsFile(plan, chain))))} ${scripted.length === 1 ? 'names' : 'name'} files that are there.`,
  };
}

function machines(scripted: readonly Chain[]): string {
  return `the ${scripted.length === 1 ? 'machine' : 'machines'} for ${list(scripted.map(({ system }) => plain(system.name)))}`;
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
function keysOf({ plan }: DocumentSource, { lose }: Scenario, turns: readonly Turn[], scripted: boolean): readonly Step[] {
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
      what: (step: Refer) =>
        [
          key.keptAt.length === 0
            ? ''
            : `It is kept at ${list(key.keptAt.map((at) => `${plain(at)}${lose.some((lost) => isWithin(plan, at, lost)) ? ' (lost)' : ''}`))}.`,
          key.escrow === undefined ? '' : `Escrow: ${plain(key.escrow)}.`,
          key.keptAt.length === 0 && key.escrow === undefined
            ? `The plan does not say where it is: add ${code('kept at')} or ${code('escrow')}.`
            : '',
          scripted ? `Put it into a file of mode 0600 that only the user that restores can read; ${step('settings')} names it.` : '',
        ]
          .filter((line) => line !== '')
          .join(' '),
      fails: 'without it nothing that it encrypts can be read: go to the next place that is named, and raise the alarm with the owner.',
    }));
}
