/** On which terms findings are told: how grave a team takes each code, and what day it is. */
import type { Check } from './check.ts';
import { type Severity, severities } from './finding.ts';

/** What a configuration may say of a code. */
export const levels = [...severities, 'off'] as const;
export type Level = Severity | 'off';

/** The engine has no clock and reads no file: the rim says both. */
export interface Terms {
  /** By code; a code that is not there keeps the severity of its check. */
  readonly severity: ReadonlyMap<string, Level>;
  /** ISO date. Undefined: no acceptance ends, so that what is generated does not depend on the day. */
  readonly today?: string;
}

export const plainTerms: Terms = { severity: new Map() };

/** Severities are compared by identity: one text of a configuration is read once. */
export function sameTerms(one: Terms, other: Terms): boolean {
  return one.today === other.today && one.severity === other.severity;
}

/** Errors of the language are told as they are: with them nobody knows what the plan means. */
export function adjustable({ group, severity }: Check): boolean {
  return group !== 'language' || severity !== 'error';
}

/** Whether an acceptance or an ignore comment may speak of it. What is said of these themselves has to be mended. */
export function silenceable(check: Check): boolean {
  return adjustable(check) && check.late !== true;
}
