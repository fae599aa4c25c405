/** What a plan is worth in every scenario: the one entry of the assessment. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { assumptionsOf } from '../plan/assumptions.ts';
import { type Plan, type Scenario, type System, spanSeconds } from '../plan/model.ts';
import { type Alone, aloneIn, type Case, siteOf, struckBlocks } from './alone.ts';
import type { Assessment, Derivation, Loss, ScenarioResult } from './assessment.ts';
import { deriveLoss } from './loss/derive-loss.ts';
import { explainLoss } from './loss/loss.ts';
import { shapeBlock } from './made/block.ts';
import { once } from './memory.ts';
import { type Patient, recoveries } from './recovery/recovery.ts';
import { type Source, sourceOf } from './recovery/source.ts';
import { assumed } from './rests-on.ts';
import { fallsOf } from './scenario/falls.ts';
import { type Incident, incidentOf, servingStandby } from './scenario/scenarios.ts';

/**
 * Assesses a plan. Never throws, whatever the plan lacks: an answer that needs a number that is not there has status `unknown` and
 * names it. A system with `exempt` is not assessed: it has no scenarios. A library has no answers.
 */
export function assess(plan: Plan, catalogue: Catalogue): Assessment {
  if (plan.library) return { systems: [], assumptions: [] };
  const assumptions = once(() => assumptionsOf(plan));
  const incidents = plan.scenarios.map((scenario) => incidentOf(plan, scenario));
  const figures = plan.systems.map(aloneIn(plan, incidents, catalogue));
  const perScenario = incidents.map((incident, index) => resultsOf(plan, incident, index, figures, catalogue));
  return {
    systems: plan.systems.map((system, place) => ({
      name: system.name,
      copies: figures[place]?.copies ?? NO_COPIES,
      retained: (figures[place]?.lacking ?? []).flatMap((lacking, index) => {
        const retain = system.retain[index];
        return retain === undefined ? [] : [{ ...retain, met: lacking === undefined, lacking }];
      }),
      scenarios: system.exempt === undefined ? perScenario.flatMap((results) => results[place] ?? []) : [],
    })),
    get assumptions() {
      return assumptions();
    },
  };
}

const NONE: readonly never[] = [];
const NO_COPIES = { total: 1, storages: NONE, media: NONE, offsite: NONE, immutable: NONE, restoreVerified: false };

/** What a scenario does to each system, in the order of the plan. */
function resultsOf(
  plan: Plan,
  incident: Incident,
  index: number,
  figures: readonly Alone[],
  catalogue: Catalogue,
): readonly ScenarioResult[] {
  const { scenario } = incident;
  const losses: (Loss | undefined)[] = [];
  const patients: Patient[] = [];
  for (const [place, system] of plan.systems.entries()) {
    const found = figures[place]?.cases[index];
    if (found === undefined) continue;
    const sum = new Sum(plan, system, incident, catalogue);
    const loss = lossOf(found, sum);
    losses[place] = loss;
    patients.push({
      system,
      loss: loss.status,
      missing: loss.missing ?? NONE,
      standby: found.by === 'standby' ? servingStandby(incident, system) : undefined,
      redeployed: found.by === 'redeployed',
      restored: 'restored' in found ? found.restored : undefined,
      source: () => sum.source(),
    });
  }
  const recovered = recoveries(scenario, patients);
  return plan.systems.map((system, place) => {
    const loss = losses[place];
    const recovery = recovered.get(system.name);
    return loss === undefined || recovery === undefined
      ? untouched(scenario, system)
      : { scenario: scenario.name, affected: true, loss, recovery };
  });
}

/** What the figures of a system in an incident come from: worked out again when somebody asks. */
class Sum {
  readonly plan: Plan;
  readonly system: System;
  readonly incident: Incident;
  private readonly catalogue: Catalogue;

  constructor(plan: Plan, system: System, incident: Incident, catalogue: Catalogue) {
    this.plan = plan;
    this.system = system;
    this.incident = incident;
    this.catalogue = catalogue;
  }

  blocks(): ReturnType<typeof struckBlocks> {
    const { plan, system, incident, catalogue } = this;
    const shaped = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
    return struckBlocks(system, shaped, incident);
  }

  source(): Source | undefined {
    const { plan, system, incident, catalogue } = this;
    return sourceOf(plan, system, this.blocks(), siteOf(incident, system), catalogue);
  }
}

function aim(of: Scenario['rpo']): Pick<Loss, 'target' | 'targetPlace'> {
  if (of === undefined) return {};
  return { target: spanSeconds(of.value), targetPlace: of.source.from === 'plan' ? of.source.place : undefined };
}

/** What is said of a system that a scenario does not affect. */
function untouched(scenario: Scenario, system: System): ScenarioResult {
  return {
    scenario: scenario.name,
    affected: false,
    get loss() {
      return { ...nothing(system, scenario.rpo ?? system.rpo), falls: NONE };
    },
    get recovery() {
      return { ...nothing(system, scenario.rto ?? system.rto), steps: NONE, criticalPath: NONE };
    },
  };
}

type Either = Pick<Loss, 'status' | 'seconds' | 'target' | 'targetPlace' | 'met' | 'derivation'>;

function nothing({ name }: System, of: Scenario['rpo']): Either {
  const { target, targetPlace } = aim(of);
  const derivation: Derivation = { label: `${name} is not affected`, value: 0, unit: 'seconds' };
  return { status: 'known', seconds: 0, target, targetPlace, met: target === undefined ? undefined : true, derivation };
}

function lossOf(found: Case, sum: Sum): Loss {
  const { plan, system, incident } = sum;
  const { target, targetPlace } = aim(incident.scenario.rpo ?? system.rpo);
  const known = (seconds: number, derivation: Derivation): Loss => ({
    status: 'known',
    seconds,
    target,
    targetPlace,
    met: target === undefined ? undefined : seconds <= target,
    // Where what serves does not come up after all, a storage has to.
    get falls() {
      return fallsOf(incident, system, sum.blocks(), false);
    },
    derivation: { ...derivation, value: seconds, unit: 'seconds' },
  });
  switch (found.by) {
    case 'redeployed':
      return known(0, { label: `${system.name} holds nothing of its own` });
    case 'standby':
      return behind(servingStandby(incident, system), known);
    case 'nothing':
      return {
        status: 'unrecoverable',
        target,
        targetPlace,
        met: target === undefined ? undefined : false,
        get falls() {
          return fallsOf(incident, system, sum.blocks(), true);
        },
        derivation: { label: `nothing that can restore ${system.name} is left` },
      };
    case 'unknown':
      return {
        status: 'unknown',
        missing: found.missing,
        target,
        targetPlace,
        get falls() {
          return fallsOf(incident, system, sum.blocks(), false);
        },
        derivation: { label: `${found.missing.join(' and ')} ${found.missing.length === 1 ? 'is' : 'are'} not in the plan` },
      };
    case 'points': {
      const { worst } = found;
      const explained = once(() => {
        const blocks = sum.blocks();
        const explanation = explainLoss(blocks, worst);
        return { storage: explanation.storage, derivation: deriveLoss(plan, system, blocks, explanation) };
      });
      return {
        status: 'known',
        seconds: worst.seconds,
        target,
        targetPlace,
        met: target === undefined ? undefined : worst.seconds <= target,
        get falls() {
          return fallsOf(incident, system, sum.blocks(), false);
        },
        get witness() {
          return { incidentAt: worst.at, restorePoint: worst.state, storage: explained().storage };
        },
        get derivation() {
          return { ...explained().derivation, value: worst.seconds, unit: 'seconds' as const };
        },
      };
    }
  }
}

function behind(standby: ReturnType<typeof servingStandby>, known: (seconds: number, derivation: Derivation) => Loss): Loss {
  const seconds = standby?.lag.value ?? 0;
  const lag: Derivation = {
    label: `that the standby at ${standby?.at} is behind`,
    value: seconds,
    unit: 'seconds',
    ...assumed(standby?.lag),
  };
  return known(seconds, { label: `the standby at ${standby?.at} serves`, place: standby?.place, parts: [lag] });
}
