/** What a system asks of its backup, as numbers, and which storages can give it. */
import type { Fall } from '../assess/assessment.ts';
import { fallWith } from '../assess/scenario/falls.ts';
import { type Incident, incidentOf, isAffected, servingStandby } from '../assess/scenario/scenarios.ts';
import type { Length } from '../catalogue/lengths.ts';
import { isAway, leavesPremises } from '../checks/away.ts';
import { isLocked } from '../checks/backups.ts';
import type { Subject } from '../checks/check.ts';
import { advice, why } from '../checks/loss/advice.ts';
import { areVital } from '../checks/quiet.ts';
import { isKeptWith } from '../checks/security/encryption.ts';
import { type Key, type Period, type RuleForm, type Storage, type System, spanSeconds } from '../plan/model.ts';
import { isWithin } from '../plan/sites.ts';

/** A scenario that takes the system. Seconds. */
export interface Case {
  readonly scenario: string;
  readonly rpo?: number;
  readonly rto?: number;
  readonly detected: number;
  /** Until a restore can begin, as far as the scenario says, with its steps for the system. */
  readonly begin: number;
  readonly site: string;
  /** Names of the storages that are left. */
  readonly left: ReadonlySet<string>;
  /** Why the others are not. */
  readonly falls: readonly Fall[];
  /** A standby elsewhere would serve. */
  readonly spares: boolean;
}

/** What 3-2-1-1-0 asks, as far as the plan's storages can give it. */
export interface Goals {
  readonly total: number;
  readonly media: number;
  readonly offsite: boolean;
  readonly locked: boolean;
  /** One failed run is to be borne: the system matters. */
  readonly slack: boolean;
}

export interface Wants {
  readonly system: System;
  readonly cases: readonly Case[];
  /** Storages that may be chosen, those near the system first, then as the plan names them. */
  readonly storages: readonly Storage[];
  readonly goals: Goals;
  /** Seconds that two restore points may lie apart at most, by `retain` and the rules of packs, and where no rpo is said. */
  readonly mostApart: number;
  readonly retain: readonly RuleForm[];
  /** Seconds that some storage has to reach back, by the rules of packs. */
  readonly reach: number;
  /** Seconds that two restore tests may lie apart at most. */
  readonly testedEvery: number;
  /** The key that jobs may encrypt with, where data must not lie in the clear. */
  readonly key?: Key;
}

const DAY = 86400;
const periods: Readonly<Record<Period, number>> = {
  hourly: 3600,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 28 * DAY,
  yearly: 365 * DAY,
};
/** How often a restore is tried where no pack says: a month, for what matters much a week, for what matters little a quarter. */
const testing = { critical: 7 * DAY, high: 7 * DAY, medium: 31 * DAY, low: 92 * DAY };
const delicate = new Set(['personal-data', 'cardholder-data', 'health-data']);

export function wantsOf(subject: Subject, system: System): Wants {
  const { plan } = subject;
  const storages = plan.storages
    .filter(({ media }) => media.value !== 'snapshot')
    .toSorted((a, b) => Number(isAway(plan, system, a)) - Number(isAway(plan, system, b)));
  const cases = plan.scenarios
    .map((scenario) => incidentOf(plan, scenario))
    .filter((incident) => isAffected(incident, system) && servingStandby(incident, system) === undefined)
    .map((incident) => caseOf(incident, system, storages));
  const rules = packRules(subject, system);
  return {
    system,
    cases,
    storages,
    goals: goalsOf(subject, system, storages),
    mostApart: Math.min(
      ...system.retain.map(({ rule }) => ('period' in rule && rule.period !== 'last' ? periods[rule.period] : Infinity)),
      ...rules.backupEvery,
      cases.some(({ rpo }) => rpo !== undefined) ? Infinity : DAY,
    ),
    retain: system.retain.map(({ rule }) => rule),
    reach: Math.max(0, ...rules.retentionAtLeast),
    testedEvery: Math.min(testing[system.criticality.value], ...rules.restoreTestEvery),
    key: keyFor(subject, system, cases, storages),
  };
}

function caseOf(incident: Incident, system: System, storages: readonly Storage[]): Case {
  const { scenario, lostSystems, compromisedSystems, corrupted } = incident;
  const limits = [scenario.rto ?? system.rto, system.mtd].flatMap((limit) => (limit === undefined ? [] : spanSeconds(limit.value)));
  const rpo = scenario.rpo ?? system.rpo;
  const steps = scenario.steps.filter((step) => step.phase === 'recover' && step.for === system.name);
  const falls = storages.flatMap((storage) => fallWith(incident, storage) ?? []);
  const fallen = new Set(falls.map(({ storage }) => storage));
  return {
    scenario: scenario.name,
    rpo: rpo === undefined ? undefined : spanSeconds(rpo.value),
    rto: limits.length === 0 ? undefined : Math.min(...limits),
    detected: spanSeconds(scenario.detectedAfter.value),
    begin: scenario.declareWithin.value + scenario.provisionWithin.value + steps.reduce((sum, { taking }) => sum + (taking?.value ?? 0), 0),
    site: scenario.recoverAt ?? system.at,
    left: new Set(storages.map(({ name }) => name).filter((name) => !fallen.has(name))),
    falls,
    spares: lostSystems.has(system.name) && !compromisedSystems.has(system.name) && !corrupted.has(system.name),
  };
}

/** What the storages can give together. Where somebody has accepted less, or turned the check off, nothing is asked. */
function goalsOf({ plan, terms }: Subject, system: System, storages: readonly Storage[]): Goals {
  const accepts = (code: string): boolean =>
    terms.severity.get(code) === 'off' || plan.acceptances.some((each) => each.check === code && (each.for ?? system.name) === system.name);
  const media = new Set(['disk', ...storages.map((each) => each.media.value)]);
  const copies = accepts('violates-3-2-1')
    ? { total: 2, media: 1, offsite: false }
    : {
        total: Math.min(3, storages.length + 1),
        media: Math.min(2, media.size),
        offsite: storages.some((each) => isAway(plan, system, each)),
      };
  return {
    ...copies,
    locked: !accepts('no-immutable-copy') && storages.some((each) => !each.optional && isLocked(each)),
    slack: !accepts('rpo-no-slack') && areVital([system]),
  };
}

/** Lengths, in seconds, that the packs of the plan ask for. */
function packRules({ plan, catalogue }: Subject, system: System) {
  const found: Record<'backupEvery' | 'retentionAtLeast' | 'restoreTestEvery', number[]> = {
    backupEvery: [],
    retentionAtLeast: [],
    restoreTestEvery: [],
  };
  const rules = plan.comply.flatMap((name) => Object.values(catalogue.packs[name]?.rules ?? {}));
  for (const { require, when } of rules) {
    if (when.holds !== undefined && !when.holds.some((each) => system.holds.includes(each))) continue;
    if (when.criticality !== undefined && !when.criticality.includes(system.criticality.value)) continue;
    if (require.that === 'backupEvery' || require.that === 'retentionAtLeast' || require.that === 'restoreTestEvery') {
      const length: Length | 'stated' = require.length;
      if (length !== 'stated') found[require.that].push(length.most);
    }
  }
  return found;
}

/** A key that outlives what takes the system, where its data would lie in the clear on some storage. */
function keyFor({ plan }: Subject, system: System, cases: readonly Case[], storages: readonly Storage[]): Key | undefined {
  const asked = plan.comply.length > 0 || system.holds.some((each) => delicate.has(each));
  const open = storages.some((each) => !each.encrypted && each.key === undefined && leavesPremises(plan, system, each));
  if (!asked || !open) return undefined;
  const lost = (key: Key): boolean =>
    plan.scenarios.some(
      (scenario) =>
        cases.some((each) => each.scenario === scenario.name) &&
        key.escrow === undefined &&
        (scenario.lose.includes(key.name) || key.keptAt.every((site) => scenario.lose.some((gone) => isWithin(plan, site, gone)))),
    );
  return plan.keys.find((key) => !isKeptWith(plan, key, system) && !lost(key));
}

/** Why storages, whatever comes to them, cannot be enough; undefined where they may be. */
export function shortOf({ system, cases, storages, goals }: Wants, names: readonly string[], subject: Subject): string | undefined {
  const stranded = cases.find(({ left }) => !names.some((name) => left.has(name)));
  if (stranded !== undefined) {
    const fact = `nothing of ${system.name} is left in ${stranded.scenario}`;
    return stranded.left.size > 0 ? fact : `${fact}${why(stranded.falls)}. ${advice(stranded.falls)}`;
  }
  const chosen = storages.filter(({ name }) => names.includes(name));
  if (1 + chosen.length < goals.total) return `there are ${1 + chosen.length} copies, and 3-2-1 asks for ${goals.total}`;
  if (new Set(['disk', ...chosen.map(({ media }) => media.value)]).size < goals.media) return 'all copies are on one medium';
  if (goals.offsite && !chosen.some((each) => isAway(subject.plan, system, each))) return 'no copy is off-site';
  if (goals.locked && !chosen.some(isLocked)) return 'no copy is locked or offline';
  return undefined;
}
