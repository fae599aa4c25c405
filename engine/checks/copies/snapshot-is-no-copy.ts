import { assess } from '../../assess/assess.ts';
import type { Loss } from '../../assess/assessment.ts';
import type { Plan, Scenario, Storage, System } from '../../plan/model.ts';
import { isAway } from '../away.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';

const id = { code: 'snapshot-is-no-copy', severity: 'warning' } as const;

export const snapshotIsNoCopy: Check = {
  ...id,
  group: 'copies',
  summary: 'A target holds thanks to snapshots that fail with the storage that production lies on.',
  *run(context) {
    const { plan, judged, catalogue, assessment } = context;
    const results = new Map(assessment.systems.map(({ name, scenarios }) => [name, scenarios]));
    for (const system of judged) {
      const arrays = snapshotsBeside(plan, system);
      if (arrays.length === 0 || !needsBackup(system, catalogue) || !isBackedUp(system)) continue;
      // Where a scenario of the plan shows it already, it is said there.
      if ((results.get(system.name) ?? []).some(({ loss }) => loss.status === 'unrecoverable' || loss.met === false)) continue;
      const loss = lossWithout(context, system, arrays);
      if (loss === undefined || (loss.status !== 'unrecoverable' && loss.met !== false)) continue;
      const names = arrays.map(({ name }) => name).join(', ');
      const left =
        loss.status === 'unrecoverable'
          ? `nothing that can restore \`${system.name}\` is left`
          : `up to ${duration(loss.seconds ?? 0)} is lost, against an RPO of ${duration(loss.target ?? 0)}`;
      const remedy =
        loss.status === 'unrecoverable'
          ? 'Back it up to a storage of its own.'
          : 'Run the full, or its copy, as often as that, or archive the log.';
      const message = `Snapshots on ${names} are no copy: they lie on the storage that \`${system.name}\` lies on, and fail with it. When it does, ${left}, and no scenario of the plan plays that. ${remedy}`;
      yield finding(id, system.namePlace, message, { about: system.name, related: arrays.map(relatedTo) });
    }
  },
};

function relatedTo({ name, namePlace }: Storage) {
  return { place: namePlace, message: `\`${name}\` holds snapshots only.` };
}

/** The storages of a system that hold snapshots of it and stand where it stands. */
function snapshotsBeside(plan: Plan, system: System): readonly Storage[] {
  const used = new Set(system.blocks.flatMap(({ jobs }) => jobs.filter(({ word }) => word === 'snapshot').map(({ to }) => to)));
  return plan.storages.filter((storage) => used.has(storage.name) && storage.media.value === 'snapshot' && !isAway(plan, system, storage));
}

/** What is lost when the system goes with these storages, every other one being left. */
function lossWithout({ plan, catalogue }: CheckContext, system: System, storages: readonly Storage[]): Loss | undefined {
  const [model] = plan.scenarios;
  if (model === undefined) return undefined;
  const failure: Scenario = {
    ...model,
    name: 'array-failure',
    lose: [system.name, ...storages.map(({ name }) => name)],
    corrupt: [],
    compromise: [],
    detectedAfter: {
      value: { years: 0, months: 0, seconds: 0 },
      source: { from: 'default', about: 'array-failure', because: 'it is noticed at once' },
    },
    recoverAt: undefined,
    rpo: undefined,
    rto: undefined,
    steps: [],
  };
  const alone: Plan = { ...plan, systems: [{ ...system, dependsOn: [], retain: [] }], scenarios: [failure] };
  return assess(alone, catalogue).systems[0]?.scenarios[0]?.loss;
}
