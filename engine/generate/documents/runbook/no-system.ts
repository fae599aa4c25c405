import type { Plan, Scenario, Storage, System } from '../../../plan/model.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { list } from '../words.ts';
import { planSteps } from './plan-step.ts';
import type { Phase, Step } from './step.ts';
import { storagesOf } from './survives.ts';

/** What to do where a scenario takes down no system: production runs on, but with copies missing. */
export function withoutSystems(source: Source, scenario: Scenario): readonly Phase[] {
  const { plan } = source;
  const gone = plan.storages.filter(({ name, at }) => scenario.lose.includes(name) || scenario.lose.includes(at));
  const hit = plan.systems.filter((system) => storagesOf(system).some((name) => gone.some((storage) => storage.name === name)));
  const own = [
    ...planSteps(source, scenario, 'detect', []),
    ...planSteps(source, scenario, 'recover', []),
    ...planSteps(source, scenario, 'verify', []),
  ];
  return [{ heading: 'Have the copies back', steps: [...own, ...(hit.length === 0 ? [] : replace(plan, gone, hit))] }];
}

function replace(plan: Plan, gone: readonly Storage[], hit: readonly System[]): readonly Step[] {
  const names = list(gone.map(({ name }) => plain(name)));
  const left = hit.map((system) => {
    const others = storagesOf(system).filter((name) => !gone.some((storage) => storage.name === name));
    return [plain(system.name), others.length === 0 ? '**none: production is the only copy**' : list(others.map(plain))];
  });
  const jobs = hit.flatMap((system) =>
    system.blocks.flatMap((block) => [
      ...block.jobs.filter(({ to }) => gone.some(({ name }) => name === to)),
      ...block.copies.filter(({ to, from }) => gone.some(({ name }) => name === to || name === from)),
    ]),
  );
  const sites = new Set(gone.map(({ at }) => at));
  return [
    {
      key: 'left',
      title: 'See which copies are left',
      what: `Production runs on. Until ${names} ${gone.length === 1 ? 'is' : 'are'} back, a second failure meets what is left:\n\n${table(['System', 'Copies left'], left)}`,
    },
    {
      key: 'new-storage',
      title: `Put new storage in the place of ${list(gone.map(({ name }) => name))}`,
      what: `At ${list([...sites].map(plain))}, or in another place: then change the plan first${plan.systems.length === 0 ? '' : ', so that loss and recovery are worked out anew'}.`,
    },
    {
      key: 'jobs',
      title: 'Run the backup again, a full first',
      what: `These jobs have nowhere to go until then: ${jobs.map(({ id }) => plain(id)).join(', ')}.`,
      check: 'a new full of each system is on each storage, and the monitoring is green.',
      fails: 'look at the journal of the job; production is not touched by it.',
    },
  ];
}
