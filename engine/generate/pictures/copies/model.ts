/** How restore points come from systems to storages, and what each scenario leaves of them. */
import type { ScenarioResult } from '../../../assess/assessment.ts';
import { sayDuration } from '../../../assess/say.ts';
import { remainsOf } from '../../../assess/scenario/damage.ts';
import { type Incident, incidentOf } from '../../../assess/scenario/scenarios.ts';
import type { Copy, Job, Plan, Scenario, Storage, System } from '../../../plan/model.ts';
import { spanAs } from '../../../plan/written-as.ts';
import { resultOf } from '../../documents/source.ts';
import type { PictureSource } from '../picture.ts';
import { type Area, areasOf } from './lanes.ts';

export interface CopiesModel {
  readonly areas: readonly Area[];
  readonly rows: readonly CopiesRow[];
  readonly outcomes: readonly Outcome[];
  /** The outcome that the whole picture is of. */
  readonly struck?: Outcome;
}

/** Systems at one site whose restore points go the same ways and, in a picture of a scenario, fare alike. */
export interface CopiesRow {
  readonly systems: readonly System[];
  readonly flows: readonly Flow[];
  /** In the scenario of the picture: what happens to the systems, the storages that do not help them, and the one that is read. */
  readonly fate?: 'lost' | 'compromised' | 'corrupted';
  readonly fallen: readonly string[];
  readonly source?: string;
}

export interface Flow {
  readonly from: { readonly storage: string } | 'system';
  readonly to: { readonly storage: string } | { readonly standby: string };
  /** `full weekly`, `copy every 30m`, `standby, 10s behind`. */
  readonly text: string;
}

/** What a scenario does to sites, storages and systems, by name. */
export interface Outcome {
  readonly scenario: string;
  readonly lostSites: ReadonlySet<string>;
  readonly storages: ReadonlyMap<string, Fate>;
  readonly systems: ReadonlyMap<string, NonNullable<CopiesRow['fate']>>;
  /** Names of the systems at each site. */
  readonly sites: ReadonlyMap<string, readonly string[]>;
}

export interface Fate {
  /** `stays`, `lost`, `key lost`, `can be deleted`, `what is locked stays`. */
  readonly word: string;
  readonly because: string;
  readonly left: 'whole' | 'part' | 'nothing';
}

/** With a scenario, the picture of what it leaves. */
export function copiesModel(source: PictureSource, scenario?: Scenario): CopiesModel {
  const { plan } = source;
  const scenarios = scenario === undefined ? plan.scenarios : [scenario];
  const outcomes = scenarios.map((each) => outcomeOf(plan, incidentOf(plan, each)));
  const struck = scenario === undefined ? undefined : outcomes[0];
  const grouped = new Map<string, CopiesRow>();
  for (const system of plan.systems) {
    const row = rowOf(system, struck, scenario === undefined ? undefined : resultOf(source, system.name, scenario.name));
    const key = JSON.stringify([system.at, row.flows, row.fate, row.fallen, row.source]);
    const known = grouped.get(key);
    grouped.set(key, known === undefined ? row : { ...known, systems: [...known.systems, system] });
  }
  return { areas: areasOf(plan), rows: [...grouped.values()], outcomes, struck };
}

function rowOf(system: System, struck: Outcome | undefined, result: ScenarioResult | undefined): CopiesRow {
  const affected = result?.affected === true;
  return {
    systems: [system],
    flows: flowsOf(system),
    fate: struck?.systems.get(system.name),
    fallen: affected ? result.loss.falls.map(({ storage }) => storage) : [],
    source: affected ? result.recovery.source : undefined,
  };
}

function flowsOf(system: System): readonly Flow[] {
  const flows = system.blocks.flatMap(({ jobs, copies }) => [
    ...jobs.map((job): Flow => ({ from: 'system', to: { storage: job.to }, text: `${jobWord(job)} ${cadence(job.schedule)}` })),
    ...copies.map(
      (copy): Flow => ({
        from: { storage: copy.from },
        to: { storage: copy.to },
        text: `${copy.move ? 'move' : 'copy'} ${cadence(copy.schedule)}`,
      }),
    ),
  ]);
  const standbys = system.standbys.map(
    ({ at, lag }): Flow => ({ from: 'system', to: { standby: at }, text: `standby, ${sayDuration(lag.value)} behind` }),
  );
  const seen = new Set<string>();
  return [...flows, ...standbys].filter((flow) => {
    const key = JSON.stringify(flow);
    return !seen.has(key) && seen.add(key);
  });
}

const shortWords: Readonly<Record<Job['word'], string>> = {
  full: 'full',
  incremental: 'incr.',
  differential: 'diff.',
  snapshot: 'snapshot',
  log: 'log',
};

function jobWord({ word }: Job): string {
  return shortWords[word];
}

/** How often, without the times of day: `daily`, `every 30m`, `after full`. */
export function cadence(schedule: Job['schedule'] | Copy['schedule']): string {
  if (schedule === 'continuous') return 'always';
  if ('after' in schedule) return `after ${schedule.after.join(', ')}`;
  const { form } = schedule;
  switch (form.form) {
    case 'every':
      return `every ${spanAs(form.span)}`;
    case 'weekdays':
      return 'on weekdays';
    case 'cron':
      return 'by cron';
    default:
      return form.form;
  }
}

function outcomeOf(plan: Plan, incident: Incident): Outcome {
  const fates = plan.systems.flatMap(({ name }) => {
    const fate = systemFate(incident, name);
    return fate === undefined ? [] : [[name, fate] as const];
  });
  return {
    scenario: incident.scenario.name,
    lostSites: incident.lostSites,
    storages: new Map(plan.storages.map((storage) => [storage.name, storageFate(incident, storage)])),
    systems: new Map(fates),
    sites: new Map(plan.systems.map(({ at }) => [at, plan.systems.filter((system) => system.at === at).map(({ name }) => name)])),
  };
}

function systemFate({ lostSystems, compromisedSystems, corrupted }: Incident, name: string): CopiesRow['fate'] {
  if (lostSystems.has(name)) return 'lost';
  if (compromisedSystems.has(name)) return 'compromised';
  return corrupted.has(name) ? 'corrupted' : undefined;
}

/** As the assessment tells it of a storage as a whole; what it leaves of the points of one system is in that system's `falls`. */
function storageFate(incident: Incident, storage: Storage): Fate {
  const { name, key, account } = storage;
  const lost = incident.lostStorages.get(name);
  if (lost !== undefined) return { word: 'lost', because: lost.because, left: 'nothing' };
  const keyLost = key === undefined ? undefined : incident.lostKeys.get(key);
  if (keyLost !== undefined) return { word: 'key lost', because: keyLost, left: 'nothing' };
  switch (remainsOf(incident, storage)) {
    case 'gone':
      return { word: 'can be deleted', because: `${account.value} can delete there, and nothing is locked`, left: 'nothing' };
    case 'locked':
      return { word: 'locked stays', because: `${account.value} can delete there what is not locked`, left: 'part' };
    case 'whole':
      return { word: 'stays', because: 'nothing touches it', left: 'whole' };
  }
}
