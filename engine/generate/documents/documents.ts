import { costEstimate } from './cost-estimate.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { retentionPolicy } from './retention-policy.ts';
import { runbook } from './runbook.ts';
import type { DocumentSource } from './source.ts';
import { strategy } from './strategy.ts';
import { testingCalendar } from './testing/ics.ts';
import { testingSchedule } from './testing-schedule.ts';

/** A document that is written when somebody asks for it. */
export interface Page {
  /** Relative to the output folder. */
  readonly path: string;
  write(): string;
}

/** The documents of a plan: the disaster-recovery plan and one runbook a scenario. */
export function documentPages(source: DocumentSource): readonly Page[] {
  const page = (name: string, write: () => string): Page => ({ path: `documents/${name}.md`, write });
  const runbooks = source.plan.scenarios.map((scenario) => page(`runbook-${scenario.name}`, () => runbook(source, scenario)));
  return [
    page('strategy', () => strategy(source)),
    page('disaster-recovery-plan', () => recoveryPlan(source)),
    ...runbooks,
    page('retention-policy', () => retentionPolicy(source)),
    page('cost-estimate', () => costEstimate(source)),
    page('testing-schedule', () => testingSchedule(source)),
    { path: 'documents/testing-schedule.ics', write: () => testingCalendar(source) },
  ];
}
