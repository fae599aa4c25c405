import type { Plan, System } from '../plan/model.ts';
import type { Severity } from './finding.ts';

/**
 * The severity of a finding that is not about losing data: as the table has it where a plan must comply with something or the system
 * is critical or high, else advice. A good hobby plan should not be full of warnings.
 */
export function tempered(severity: Severity, plan: Plan, system: System): Severity {
  const strict = plan.comply.length > 0 || system.criticality.value === 'critical' || system.criticality.value === 'high';
  return strict || severity === 'hint' ? severity : 'info';
}
