/** The `step` statements of a scenario, each where its phase and its system have their place. */
import type { Scenario, Step as Statement } from '../../../plan/model.ts';
import { contactName } from '../contacts.ts';
import { mail, paragraph, plain } from '../markdown/escape.ts';
import { lineOf, type Source } from '../source.ts';
import { duration } from '../words.ts';
import type { Step } from './step.ts';
import type { Turn } from './turns.ts';

/**
 * The statements of a phase, in the order of the plan. With `system` those for it; without, those for no system that has a part of its
 * own in this runbook. A statement without a phase is one of recovery.
 */
export function planSteps(
  source: Source,
  scenario: Scenario,
  phase: NonNullable<Statement['phase']>,
  turns: readonly Turn[],
  system?: string,
): readonly Step[] {
  const parts = phase === 'recover' || phase === 'verify' ? turns.map((turn) => turn.system.name) : [];
  return scenario.steps
    .filter((step) => (step.phase ?? 'recover') === phase)
    .filter((step) => (system === undefined ? step.for === undefined || !parts.includes(step.for) : step.for === system))
    .map((step, index) => written(source, step, turns, `${phase}-${system ?? ''}-${index}`));
}

/** What the plan's author wrote is the step; a heading takes only short, simple text. */
function written(source: Source, statement: Statement, turns: readonly Turn[], key: string): Step {
  const short = /^[\p{L}\p{N}][\p{L}\p{N} ,.'"():;/?!%-]{0,99}$/u.test(statement.text) && !/:\/\/|\bwww\./iu.test(statement.text);
  const where = lineOf(source, statement.place);
  return {
    key,
    title: short ? statement.text.replace(/[.,:;]+$/u, '') : `A step of the plan, ${where.replaceAll('`', '')}`,
    what: short ? `Step of the plan, ${where}${about(statement)}.` : `${paragraph(statement.text)}${about(statement)}`,
    who: statement.by === undefined ? undefined : person(source, statement.by),
    time:
      statement.taking === undefined
        ? undefined
        : `${duration(statement.taking.value)}${isCounted(statement, turns) ? '' : ', which is not in the times of the first page'}`,
  };
}

/** The assessment adds a timed step to the recovery of its system, but not to a redeployment or a failover. */
function isCounted(statement: Statement, turns: readonly Turn[]): boolean {
  const turn = turns.find(({ system }) => system.name === statement.for);
  return turn?.result.recovery.steps.some(({ step }) => step === 'step') ?? false;
}

function about(statement: Statement): string {
  return statement.for === undefined ? '' : ` (for ${plain(statement.for)})`;
}

function person({ plan }: Source, name: string): string {
  const contact = plan.contacts.find((candidate) => candidate.name === name);
  if (contact === undefined) return plain(name);
  const { phone, email } = contact;
  return [contactName(contact), ...(phone === undefined ? [] : [plain(phone)]), ...(email === undefined ? [] : [mail(email)])].join(', ');
}
