import type { Plan, System } from '../plan/model.ts';
import type { Severity } from './finding.ts';

/**
 * The severity of a finding that is not about losing data: as the table has it where a plan must comply with something or the system
 * is critical or high, else advice. A good hobby plan should not be full of warnings.
 */
export function tempered(severity: Severity, plan: Plan, system: System): Severity {
  return temperedFor(severity, plan, [system]);
}

/** The same for a finding about several systems: one that is critical or high is enough. */
export function temperedFor(severity: Severity, plan: Plan, systems: readonly System[]): Severity {
  return plan.comply.length > 0 || areVital(systems) || severity === 'hint' ? severity : 'info';
}

/** Whether much depends on one of the systems. */
export function areVital(systems: readonly System[]): boolean {
  return systems.some(({ criticality }) => criticality.value === 'critical' || criticality.value === 'high');
}
