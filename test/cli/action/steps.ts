/** Runs the steps of `action.yml` as a runner does: in order, in their shell, with what they leave for each other. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export interface Step {
  readonly id: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action: Action = parse(readFileSync('action.yml', 'utf8'));

export interface Outcome {
  readonly id: string;
  readonly code: number;
  /** What it prints, standard error included. */
  readonly log: string;
}

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** The summary of the job. */
  readonly summary: string;
  readonly comment: string;
}

/** `tool`: the checkout of the action; `temp`: a folder for what the runner keeps. */
export function runAction(inputs: Readonly<Record<string, string>>, repository: string, tool: string, temp: string): Run {
  const given = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: usual = '' }]) => [name, inputs[name] ?? usual]));
  const [summary, output] = ['summary', 'output'].map((name) => path.join(temp, name));
  for (const file of [summary, output]) writeFileSync(file ?? '', '');
  const outcomes: Outcome[] = [];
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if, given, outcomes)) continue;
    if (step.if === undefined && outcomes.some(({ code }) => code !== 0)) continue;
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, filledIn(text, given)]);
    const env = {
      ...process.env,
      ...Object.fromEntries(own),
      GITHUB_ACTION_PATH: tool,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: temp,
    };
    const script = path.join(temp, 'step.sh');
    writeFileSync(script, step.run);
    // As GitHub documents `shell: bash`.
    const args = ['--noprofile', '--norc', '-eo', 'pipefail', script];
    const { status, stdout, stderr } = spawnSync('bash', args, { cwd: repository, env, encoding: 'utf8' });
    outcomes.push({ id: step.id, code: status ?? -1, log: stdout + stderr });
  }
  const [, comment] = /^comment=(.*)$/m.exec(readFileSync(output ?? '', 'utf8')) ?? [];
  return { outcomes, summary: readFileSync(summary ?? '', 'utf8'), comment: comment === undefined ? '' : readFileSync(comment, 'utf8') };
}

function filledIn(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? '');
}

/** The few conditions that the action has; any other is a mistake in this test. */
function holds(condition: string, inputs: Readonly<Record<string, string>>, outcomes: readonly Outcome[]): boolean {
  const always = condition.includes('!cancelled()');
  const clauses = condition.replace(/^\$\{\{ (.*) \}\}$/, '$1').split(' && ');
  return (always || outcomes.every(({ code }) => code === 0)) && clauses.every((clause) => clauseHolds(clause, inputs, outcomes));
}

function clauseHolds(clause: string, inputs: Readonly<Record<string, string>>, outcomes: readonly Outcome[]): boolean {
  if (clause === '!cancelled()') return true;
  const [, input = '', sign, value] = /^inputs\.([\w-]+) ([!=])= '(.*)'$/.exec(clause) ?? [];
  if (sign !== undefined) return (inputs[input] === value) === (sign === '=');
  const [, step] = /^steps\.(\w+)\.outcome == 'success'$/.exec(clause) ?? [];
  if (step === undefined) throw new Error(`the condition ${clause} is not understood`);
  return outcomes.some(({ id, code }) => id === step && code === 0);
}
