/** What reading the backups back costs, once, in a disaster: retrieval and egress of what its recoveries read (assessment §7 and §9). */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Plan, Scenario, Storage, System } from '../../plan/model.ts';
import { siteOf, struckBlocks } from '../alone.ts';
import type { Assessment, Assumption, Derivation } from '../assessment.ts';
import { growthOf, monthsShown, type PerMonth, perMonth } from '../bytes/months.ts';
import { shapeBlock } from '../made/block.ts';
import { baseInterval, logRate, stored } from '../made/durations.ts';
import { reached, type Source, sourceOf } from '../recovery/source.ts';
import { saySize } from '../say.ts';
import { type Incident, incidentOf } from '../scenario/scenarios.ts';
import { Bill, money } from './bill.ts';
import { currencyOf, type Figure, nameMissing, sumOf } from './cost.ts';
import { billReading, isBilled } from './read-out.ts';
import { isAway } from './test-restores.ts';

/** The recovery of one system in one scenario. */
export interface RestoreCost {
  readonly scenario: string;
  readonly system: string;
  /** The storage that it reads. */
  readonly storage: string;
  /** Whether what is read leaves the site of the storage. */
  readonly away: boolean;
  /** What is read: the transfer of the recovery, and the log that it replays where that lies on the same storage. */
  readonly bytes: PerMonth<Figure>;
  readonly cost: PerMonth<Figure>;
  /** Of the cost. */
  readonly derivation: PerMonth<Derivation>;
}

export interface RestoreCosts {
  /** ISO 4217 code of every amount. */
  readonly currency: string;
  /** By scenario and system, in the order of the plan; recoveries that read no storage are left out. */
  readonly restores: readonly RestoreCost[];
  readonly totals: readonly { readonly scenario: string; readonly cost: PerMonth<Figure> }[];
  /** Defaults that the costs rest on and that no statement of a plan can give. */
  readonly assumptions: readonly Assumption[];
}

/** For a disaster in each of the months that are shown. Never throws; a price that nobody gives is not guessed. */
export function restoreCosts(plan: Plan, assessment: Assessment, catalogue: Catalogue): RestoreCosts {
  const account: Account = { plan, assessment, catalogue, currency: currencyOf(plan), assumptions: new Map() };
  const priced = plan.scenarios.map((scenario) => ({ scenario: scenario.name, restores: restoresIn(account, scenario) }));
  return {
    currency: account.currency,
    restores: priced.flatMap(({ restores }) => restores),
    totals: priced.map(({ scenario, restores }) => ({ scenario, cost: perMonth((key) => sumOf(restores.map(({ cost }) => cost[key]))) })),
    assumptions: [...account.assumptions.values()],
  };
}

interface Account {
  readonly plan: Plan;
  readonly assessment: Assessment;
  readonly catalogue: Catalogue;
  readonly currency: string;
  /** Filled as bills are written. */
  readonly assumptions: Map<string, Assumption>;
}

function restoresIn(account: Account, scenario: Scenario): readonly RestoreCost[] {
  const { plan, assessment, catalogue } = account;
  const incident = incidentOf(plan, scenario);
  return plan.systems.flatMap((system, index): RestoreCost[] => {
    const result = assessment.systems[index]?.scenarios.find((each) => each.scenario === scenario.name);
    if (result?.affected !== true || result.recovery.source === undefined) return [];
    const source = readBy(plan, system, incident, catalogue);
    if (source === undefined) return [];
    const away = isAway(plan, source.storage.at, siteOf(incident, system));
    const bytes = perMonth((key) => bytesRead(system, source, monthsShown[key]));
    const bills = perMonth((key) => billOf(account, system, source.storage, bytes[key], away));
    return [
      {
        scenario: scenario.name,
        system: system.name,
        storage: source.storage.name,
        away,
        bytes,
        cost: perMonth((key) => bills[key].cost),
        derivation: perMonth((key) => bills[key].derivation),
      },
    ];
  });
}

function billOf(
  account: Account,
  system: System,
  storage: Storage,
  bytes: Figure,
  away: boolean,
): { cost: Figure; derivation: Derivation } {
  const { plan, catalogue, currency, assumptions } = account;
  const bill = new Bill(storage, currency, plan.exchange);
  if ('missing' in bytes) for (const name of bytes.missing) bill.missing.add(name);
  else if (isBilled(storage, catalogue)) {
    const what = `${saySize(bytes.value)} that the restore of ${system.name} reads`;
    billReading(bill, storage, catalogue, { bytes: bytes.value, what, place: system.namePlace, away });
  }
  for (const assumption of bill.assumptions) assumptions.set(assumption.about, assumption);
  const cost: Figure = bill.missing.size > 0 ? { missing: [...bill.missing] } : { value: bill.sum };
  return {
    cost,
    derivation: {
      label: `${system.name} from ${storage.name}${nameMissing(cost)}`,
      ...('value' in cost ? money(cost.value, currency) : {}),
      place: storage.namePlace,
      parts: bill.parts,
    },
  };
}

/** The source that the assessment has chosen. */
function readBy(plan: Plan, system: System, incident: Incident, catalogue: Catalogue): Source | undefined {
  const shaped = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
  return sourceOf(plan, system, struckBlocks(system, shaped, incident), siteOf(incident, system), catalogue);
}

function bytesRead(system: System, { bytes, block, storage }: Source, month: number): Figure {
  const log = replaysFrom(block, storage) ? stored(system, logRate(system)) : { value: 0 };
  const growth = growthOf(system);
  const missing = [
    ...('missing' in bytes ? bytes.missing : []),
    ...('missing' in log ? log.missing : []),
    ...(growth === undefined ? [`${system.name}.size`] : []),
  ];
  if (growth === undefined || 'missing' in bytes || 'missing' in log) return { missing: [...new Set(missing)] };
  return { value: (bytes.value + log.value * baseInterval(block)) * growth(month) };
}

function replaysFrom(block: BackupBlock, storage: Storage): boolean {
  return reached(block, 'log').has(storage.name);
}
