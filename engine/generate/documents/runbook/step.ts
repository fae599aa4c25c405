import { linkTo } from '../markdown/anchor.ts';
import { fence } from '../markdown/escape.ts';

/** A link to another step, by its key: `[step 7](#7-restore-orders)`. */
export type Refer = (key: string) => string;
/** Markdown, or Markdown that points at other steps. */
export type Words = string | ((step: Refer) => string);

/** One action of a runbook. All texts are Markdown, except `run`. */
export interface Step {
  /** Unique in the runbook. */
  readonly key: string;
  /** Without Markdown; names of the plan are letters, digits, `-` and `_`. */
  readonly title: string;
  readonly what?: Words;
  /** Where to run the command, Markdown. */
  readonly on?: string;
  /** A shell command, as it is. */
  readonly run?: string;
  readonly expect?: Words;
  /** How long, and until when. */
  readonly time?: string;
  readonly who?: string;
  readonly check?: Words;
  readonly fails?: Words;
}

/** A part of a runbook: a heading and its steps. */
export interface Phase {
  readonly heading: string;
  readonly lead?: string;
  readonly steps: readonly Step[];
}

export interface NumberedStep extends Step {
  readonly number: number;
  readonly heading: string;
}

/** The steps of all phases, numbered through. */
export function numbered(phases: readonly Phase[]): readonly NumberedStep[] {
  return phases
    .flatMap((phase) => phase.steps)
    .map((step, index) => ({ ...step, number: index + 1, heading: `${index + 1}. ${step.title}` }));
}

export function referTo(steps: readonly NumberedStep[]): Refer {
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return (key) => {
    const step = byKey.get(key);
    if (step === undefined) throw new Error(`no step '${key}' in this runbook`);
    return linkTo(step.heading, `step ${step.number}`);
  };
}

/** The phases as Markdown, headings of level 2 and 3. Phases without steps and without a lead are left out. */
export function phasesText(phases: readonly Phase[], steps: readonly NumberedStep[]): string {
  const refer = referTo(steps);
  const byKey = new Map(steps.map((step) => [step.key, step]));
  return phases
    .filter((phase) => phase.steps.length > 0 || phase.lead !== undefined)
    .map((phase) => {
      const texts = phase.steps.map((step) => stepText(byKey.get(step.key), refer));
      return [`## ${phase.heading}`, ...(phase.lead === undefined ? [] : [phase.lead]), ...texts].join('\n\n');
    })
    .join('\n\n');
}

function stepText(step: NumberedStep | undefined, refer: Refer): string {
  if (step === undefined) return '';
  const words = (text: Words): string => (typeof text === 'string' ? text : text(refer));
  const lines: string[] = [`### ${step.heading}`];
  if (step.what !== undefined) lines.push(words(step.what));
  if (step.run !== undefined) {
    if (step.on !== undefined) lines.push(`On ${step.on}:`);
    lines.push(fence('bash', step.run));
  }
  const points: readonly (readonly [string, Words | undefined])[] = [
    ['Who', step.who],
    ['Expect', step.expect],
    ['Time', step.time],
    ['Check', step.check],
    ['If it fails', step.fails],
  ];
  const list = points.flatMap(([label, text]) => (text === undefined ? [] : [`- **${label}:** ${words(text)}`]));
  if (list.length > 0) lines.push(list.join('\n'));
  return lines.join('\n\n');
}
