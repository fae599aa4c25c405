import type { Scenario, System } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { type Turn, turnsOf } from '../runbook/turns.ts';
import type { Source } from '../source.ts';
import type { Audience } from './audiences.ts';

/** All texts are Markdown. */
export interface Question {
  readonly audience: Audience;
  readonly ask: string;
  /** A sentence. */
  readonly answer: string;
  /** How the answer comes about, where it is a sum. */
  readonly basis?: string;
  /** Where it stands: a clause behind `See`. */
  readonly see: string;
}

/** More than these would be asked by nobody. */
const SCENARIOS = 4;
const SYSTEMS = 3;

/** The disasters that questions are about, with what they take: those that affect something. */
export function asked(source: Source): readonly { readonly scenario: Scenario; readonly turns: readonly Turn[] }[] {
  return source.plan.scenarios
    .map((scenario) => ({ scenario, turns: turnsOf(source, scenario) }))
    .filter(({ turns }) => turns.length > 0)
    .slice(0, SCENARIOS);
}

/** The systems that matter most and have backups: by criticality, then by the tightest target. */
export function vital({ plan }: Source): readonly System[] {
  const rank = { critical: 0, high: 1, medium: 2, low: 3 };
  const tight = ({ rpo }: System): number => (rpo === undefined ? Infinity : spanSeconds(rpo.value));
  return plan.systems
    .filter(({ blocks, exempt }) => exempt === undefined && blocks.some(({ jobs }) => jobs.length > 0))
    .toSorted((one, other) => rank[one.criticality.value] - rank[other.criticality.value] || compare(tight(one), tight(other)))
    .slice(0, SYSTEMS);
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

export function runbookLink({ name }: Scenario, heading?: string, fragment?: string): string {
  const target = fragment === undefined ? '' : `#${fragment}`;
  return `[${heading === undefined ? `the runbook of ${name}` : `${heading} in the runbook of ${name}`}](runbook-${name}.md${target})`;
}
