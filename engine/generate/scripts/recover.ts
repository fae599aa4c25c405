/** `scripts/recover-SCENARIO.sh`: all systems of a scenario in the order of their dependencies, step by step. */
import type { Assessment, ScenarioResult } from '../../assess/assessment.ts';
import type { Plan, Scenario, System } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { sortOf } from '../documents/runbook/incident.ts';
import { recoveryOrder, resultOf } from '../documents/source.ts';
import { bash } from './bash.generated.ts';
import type { Chain } from './coverage.ts';
import { serverUser } from './engines/postgresql-server.ts';
import { fileName, scriptFolder } from './names.ts';
import { type Pair, pairFolder, pairOf } from './pairs.ts';
import { shellQuote } from './quote.ts';
import { scriptText } from './script.ts';
import { planSettings } from './settings.ts';

/** One a scenario that a generated `restore.sh` takes part in, or a standby with scripts. */
export function recoverScripts(plan: Plan, covered: readonly Chain[], assessment: Assessment, planHash: string): Artifact[] {
  return plan.scenarios.flatMap((scenario) => {
    const turns = recoveryOrder({ plan, assessment }, scenario).flatMap((system) => {
      const result = resultOf({ assessment }, system.name, scenario.name);
      return result === undefined
        ? []
        : [{ system, result, chain: chainOf(covered, system, result), pair: pairOf(system, result.recovery) }];
    });
    if (turns.every(({ chain, pair }) => chain === undefined && pair === undefined)) return [];
    return [recoverScript(plan, scenario, turns, planHash)];
  });
}

interface Turn {
  readonly system: System;
  readonly result: ScenarioResult;
  /** What restores it, where a script does. */
  readonly chain: Chain | undefined;
  /** The server and its standby, where scripts let that take over. */
  readonly pair: Pair | undefined;
}

function chainOf(covered: readonly Chain[], system: System, { recovery }: ScenarioResult): Chain | undefined {
  if (recovery.status === 'unrecoverable' || recovery.standby !== undefined) return undefined;
  return covered.find((chain) => chain.system.name === system.name && chain.storages.some(({ name }) => name === recovery.source));
}

function recoverScript(plan: Plan, scenario: Scenario, turns: readonly Turn[], planHash: string): Artifact {
  const sort = sortOf(scenario);
  const runbook = `documents/runbook-${scenario.name}.md`;
  const instant = { lost: 'no', corrupted: 'the damage', compromised: 'the first sign of the intruder' }[sort];
  const said = (phase: 'detect' | 'recover' | 'verify', system?: string): string[] =>
    scenario.steps
      .filter((step) => (step.phase ?? 'recover') === phase && (system === undefined ? !isIn(turns, step.for) : step.for === system))
      .map((step, index) => decide(`${phase}-${system ?? 'all'}-${index + 1}`, step.text));
  const lines = [
    ...said('detect'),
    decide('declare', `Declare ${scenario.name}, and stop pruning and what would make it worse (${runbook})`),
    ...(sort === 'corrupted' || turns.every(({ result }) => result.recovery.standby !== undefined)
      ? []
      : [decide('machines', `Have machines${place(scenario)}, with this folder and the storages on them`)]),
    ...keysOf(plan, turns).map((key) => decide(`key-${key}`, `Get the key ${key}`)),
    ...said('recover'),
    ...turns.flatMap((turn) => [...turnLines(turn, runbook), ...said('recover', turn.system.name), ...said('verify', turn.system.name)]),
    ...said('verify'),
    decide('verify', 'See that what depends on each other fits together, before users are let in'),
  ];
  const text = scriptText({
    libraries: ['lib.sh'],
    about: [
      `Recovers what ${scenario.name} takes, in the order of dependencies; ${runbook} has the why and the times.`,
      `It stops where a person decides, and where something fails; run again it goes on from there. --list shows what has been done.`,
      `recover-${scenario.name}.sh ${sort === 'lost' ? '' : '--to "2027-03-01 14:05" '}[--yes] [--list] [--anew]`,
      ...turns
        .filter(({ pair }) => pair !== undefined)
        .map(({ system }) => `  --switched-off ${system.name}: its old machine cannot be reached, and is switched off or cut off for good`),
      `Plan "${plan.title}". Options: --dry-run, --help`,
    ],
    settings: [
      ...planSettings(plan, planHash),
      `system=${shellQuote(scenario.name)}`,
      `system_folder=${shellQuote(`recover-${fileName(scenario.name)}`)}`,
      `scenario=${shellQuote(scenario.name)}`,
      `job=${shellQuote(`recover-${scenario.name}`)}`,
      `needs_instant=${shellQuote(instant)}`,
      `afterwards=${shellQuote(`Now ${runbook} from "Verify and open" on`)}`,
      '',
      'recovery() {',
      ...lines.map((line) => `  ${line}`),
      '}',
    ],
    main: bash.recover,
  });
  return { path: `scripts/recover-${scenario.name}.sh`, text, executable: true };
}

function turnLines({ system, result, chain, pair }: Turn, runbook: string): string[] {
  const { recovery } = result;
  if (chain !== undefined) {
    const options = ['--from', recovery.source ?? '', '--in-place', '--i-understand', system.name].map(shellQuote).join(' ');
    const script = `${scriptFolder(system, chain.block)}/restore.sh`;
    return [`by_script restore ${shellQuote(system.name)} ${chain.engine.user} ${shellQuote(script)} ${options} "\${instant[@]}"`];
  }
  if (recovery.status === 'unrecoverable')
    return [decide(`rebuild-${system.name}`, `Decide what becomes of ${system.name}: nothing that can restore it is left (${runbook})`)];
  if (pair !== undefined)
    return [
      `take_over ${shellQuote(system.name)} ${serverUser} ${shellQuote(pairFolder(pair))}`,
      decide(`clients-${system.name}`, `See that what uses ${system.name} reaches it at ${pair.host}`),
    ];
  if (recovery.standby !== undefined) return [decide(`standby-${system.name}`, `Let the standby of ${system.name} take over (${runbook})`)];
  if (system.redeploy !== undefined && recovery.source === undefined)
    return [`redeploy ${shellQuote(`redeploy-${system.name}`)} ${shellQuote(system.redeploy.command)}`];
  return [decide(`restore-${system.name}`, `Restore ${system.name}${from(recovery.source)} by hand: ${runbook}, "Recover ${system.name}"`)];
}

function decide(key: string, question: string): string {
  return `decide ${shellQuote(key)} ${shellQuote(question)}`;
}

function from(source: string | undefined): string {
  return source === undefined ? '' : ` from ${source}`;
}

function place({ recoverAt }: Scenario): string {
  return recoverAt === undefined ? '' : ` at ${recoverAt}`;
}

function isIn(turns: readonly Turn[], system: string | undefined): boolean {
  return turns.some((turn) => turn.system.name === system);
}

/** Keys of the storages that are read, in the order of use. */
function keysOf(plan: Plan, turns: readonly Turn[]): string[] {
  const keys = turns.flatMap(({ result }) =>
    plan.storages.filter(({ name }) => name === result.recovery.source).flatMap(({ key }) => key ?? []),
  );
  return [...new Set(keys)];
}
