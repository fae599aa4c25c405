import { once } from '../../assess/memory.ts';
import { recoveryPlan } from './recovery-plan.ts';
import { eachAlone } from './runbook/alone.ts';
import { runbook, systemRunbook } from './runbook.ts';
import type { DocumentSource } from './source.ts';
import { strategy } from './strategy.ts';

/** A document that is written when somebody asks for it. */
export interface Page {
  /** Relative to the output folder. */
  readonly path: string;
  write(): string;
}

/** The documents of a plan: the strategy, the disaster-recovery plan, one runbook a scenario, and one a system. */
export function documentPages(source: DocumentSource): readonly Page[] {
  const page = (name: string, write: () => string): Page => ({ path: `documents/${name}.md`, write });
  const runbooks = source.plan.scenarios.map((scenario) => page(`runbook-${scenario.name}`, () => runbook(source, scenario)));
  const alone = once(() => eachAlone(source));
  const restores = source.plan.systems
    .filter(({ exempt }) => exempt === undefined)
    .map(({ name }) =>
      page(`restore-${name}`, () =>
        alone()
          .filter(({ system }) => system.name === name)
          .map(systemRunbook)
          .join(''),
      ),
    );
  return [page('strategy', () => strategy(source)), page('disaster-recovery-plan', () => recoveryPlan(source)), ...runbooks, ...restores];
}
