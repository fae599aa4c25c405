import { once } from '../../assess/memory.ts';
import { costEstimate } from './cost-estimate.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { retentionPolicy } from './retention-policy.ts';
import { eachAlone } from './runbook/alone.ts';
import { runbook, systemRunbook } from './runbook.ts';
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

/** The documents of a plan: the strategy, the disaster-recovery plan, a runbook for each scenario and each system, and the policies. */
export function documentPages(source: DocumentSource): readonly Page[] {
  const runbooks = source.plan.scenarios.map((scenario) => page(`runbook-${scenario.name}`, () => runbook(source, scenario)));
  return [
    page('strategy', () => strategy(source)),
    page('disaster-recovery-plan', () => recoveryPlan(source)),
    ...runbooks,
    ...restores(source),
    page('retention-policy', () => retentionPolicy(source)),
    page('cost-estimate', () => costEstimate(source)),
    page('testing-schedule', () => testingSchedule(source)),
    { path: 'documents/testing-schedule.ics', write: () => testingCalendar(source) },
  ];
}

/** All systems are assessed at once, when the first of the pages is written. */
function restores(source: DocumentSource): readonly Page[] {
  const alone = once(() => new Map(eachAlone(source).map((each) => [each.system.name, systemRunbook(each)])));
  const systems = source.plan.systems.filter(({ exempt }) => exempt === undefined);
  return systems.map(({ name }) => page(`restore-${name}`, () => alone().get(name) ?? ''));
}

function page(name: string, write: () => string): Page {
  return { path: `documents/${name}.md`, write };
}
