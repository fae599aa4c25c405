/** What is reached of an rpo or rto, scenario by scenario, and how the numbers come about. */
import type { Loss, Recovery, ScenarioResult } from '../../engine/assess/assessment.ts';
import { sayDuration, sayInstant } from '../../engine/assess/say.ts';
import { listed } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import { plain } from '../../engine/generate/documents/markdown/escape.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { type Statement, value } from '../../grammar/tree.ts';
import { derivationList } from './derivation.ts';

/** More derivations than this would hide each other. */
const explained = 3;

interface Answer {
  readonly head: string;
  readonly result: Loss | Recovery;
}

/**
 * Markdown for an `rpo` or `rto` of `top`: of a system in every scenario that affects it, of a scenario for every system that it
 * affects, of a policy for the systems that use it. Undefined where nothing is affected.
 */
export function reached(examination: Examination, top: Statement, target: 'rpo' | 'rto'): string | undefined {
  const name = value(top, 'name', 'name')?.text;
  const answers = examination.assessment.systems
    .flatMap((system) => system.scenarios.map((scenario) => ({ system: system.name, scenario })))
    .filter(({ system, scenario }) => scenario.affected && concerns(examination.plan, top, name, system, scenario))
    .map(({ system, scenario }): Answer => {
      const head = top.id === 'file.system' ? scenario.scenario : top.id === 'file.scenario' ? system : `${system} in ${scenario.scenario}`;
      return { head, result: target === 'rpo' ? scenario.loss : scenario.recovery };
    });
  if (answers.length === 0) return undefined;
  const worst = answers.toSorted((a, b) => badness(b.result) - badness(a.result));
  const zone = examination.plan.timezone.value;
  const table = [
    `| ${top.id === 'file.scenario' ? 'system' : 'scenario'} | ${target === 'rpo' ? 'worst-case loss' : 'recovery time'} | target |`,
    '|---|---|---|',
    ...worst.map(({ head, result }) => `| ${head} | ${figure(result)} | ${verdict(result)} |`),
  ];
  return [table.join('\n'), ...sums(worst, zone).slice(0, explained)].join('\n\n');
}

/** How the figures come about, once for all answers that come about alike. */
function sums(answers: readonly Answer[], zone: string): string[] {
  const headsBySum = new Map<string, string[]>();
  for (const { head, result } of answers) {
    const sum = [derivationList(result.derivation, zone), ...afterwords(result, zone)].join('\n\n');
    headsBySum.set(sum, [...(headsBySum.get(sum) ?? []), head]);
  }
  return [...headsBySum].map(([sum, heads]) => `**${listed(heads)}**\n\n${sum}`);
}

/** When a loss is at its worst, and why no storage helps where none does. */
function afterwords(result: Loss | Recovery, zone: string): string[] {
  if (!('falls' in result)) return [];
  const { witness, falls, status } = result;
  if (status === 'unrecoverable')
    return falls.length === 0 ? [] : [falls.map(({ storage, because }) => `- ${storage}: ${plain(because)}`).join('\n')];
  if (witness === undefined) return [];
  const where = witness.storage === undefined ? '' : `, on ${witness.storage}`;
  return [
    `Just before ${sayInstant(witness.incidentAt, zone)} the newest state left is that of ${sayInstant(witness.restorePoint, zone)}${where}.`,
  ];
}

function concerns(plan: Plan, top: Statement, name: string | undefined, system: string, scenario: ScenarioResult): boolean {
  if (top.id === 'file.system') return system === name;
  if (top.id === 'file.scenario') return scenario.scenario === name;
  return plan.systems.some((each) => each.name === system && each.blocks.some((block) => block.policy === name));
}

function figure(result: Loss | Recovery): string {
  if (result.status === 'unrecoverable') return 'unrecoverable';
  if (result.seconds === undefined) return `unknown: the plan does not give ${listed(result.missing ?? [])}`;
  return sayDuration(result.seconds);
}

function verdict(result: Loss | Recovery): string {
  if (result.target === undefined) return 'none';
  return `${result.met === undefined ? '?' : result.met ? '✓' : '✗'} ${sayDuration(result.target)}`;
}

/** Unrecoverable first, then what breaks its target by most, then the unknown. */
function badness(result: Loss | Recovery): number {
  if (result.status === 'unrecoverable') return Number.POSITIVE_INFINITY;
  return result.seconds === undefined ? -1 : result.seconds / Math.max(1, result.target ?? result.seconds);
}
