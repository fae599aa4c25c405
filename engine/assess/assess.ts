/** What a plan is worth in every scenario: the one entry of the assessment. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { assumptionsOf } from '../plan/assumptions.ts';
import { type Plan, type Scenario, type System, spanSeconds } from '../plan/model.ts';
import type { Assessment, Copies, Derivation, Loss, Recovery, Retained, ScenarioResult } from './assessment.ts';
import { type ShapedBlock, shapeBlock } from './block.ts';
import { copiesOf } from './copies.ts';
import { damageTo } from './damage.ts';
import { deriveLoss } from './derive-loss.ts';
import { fallsOf } from './falls.ts';
import { explainLoss, type StruckBlock, struck, worstLoss } from './loss.ts';
import { once } from './memory.ts';
import { type Patient, recoveries, siteOf } from './recovery.ts';
import { assumed } from './rests-on.ts';
import { retainedBy } from './retained.ts';
import { type Incident, incidentOf, isAffected, servingStandby } from './scenarios.ts';
import { sourceOf } from './source.ts';

/**
 * Assesses a plan. Never throws, whatever the plan lacks: an answer that needs a number that is not there has status `unknown` and
 * names it. A system with `exempt` is not assessed: it has no scenarios. A library has no answers.
 */
export function assess(plan: Plan, catalogue: Catalogue): Assessment {
  if (plan.library) return { systems: [], assumptions: [] };
  const assumptions = once(() => assumptionsOf(plan));
  const incidents = plan.scenarios.map((scenario) => incidentOf(plan, scenario));
  // System by system: what a system's history costs is paid once, and forgotten before the next one's.
  const alone = plan.systems.map((system) => assessAlone(plan, system, incidents, catalogue));
  const recovered = plan.scenarios.map((scenario, index) =>
    recoveries(
      scenario,
      alone.flatMap(({ cases }) => cases[index]?.patient ?? []),
    ),
  );
  return {
    systems: alone.map(({ system, cases, copies, retained }) => ({
      name: system.name,
      copies,
      retained,
      scenarios: plan.scenarios.flatMap((scenario, index): ScenarioResult[] => {
        if (system.exempt !== undefined) return [];
        const loss = cases[index]?.loss;
        const recovery = recovered[index]?.get(system.name);
        const known = loss !== undefined && recovery !== undefined;
        return [
          {
            scenario: scenario.name,
            ...(known ? { affected: true, loss, recovery } : { affected: false, ...untouched(scenario, system) }),
          },
        ];
      }),
    })),
    get assumptions() {
      return assumptions();
    },
  };
}

/** What can be said of a system without the others. */
interface Alone {
  readonly system: System;
  readonly copies: Copies;
  readonly retained: readonly Retained[];
  /** One for each scenario; empty for those that do not affect it. */
  readonly cases: readonly { readonly loss?: Loss; readonly patient?: Patient }[];
}

function assessAlone(plan: Plan, system: System, incidents: readonly Incident[], catalogue: Catalogue): Alone {
  const blocks = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
  return {
    system,
    copies: copiesOf(plan, system, blocks),
    retained: retainedOf(plan, system, blocks),
    cases: incidents.map((incident) =>
      system.exempt === undefined && isAffected(incident, system) ? struckBy(plan, system, incident, blocks, catalogue) : {},
    ),
  };
}

function struckBy(
  plan: Plan,
  system: System,
  incident: Incident,
  shaped: readonly ShapedBlock[],
  catalogue: Catalogue,
): Alone['cases'][number] {
  const blocks = shaped.map((each) => struck(each, damageTo(incident, system, each.jobs, each.copies, each.storages)));
  const redeployed = catalogue.systems[system.kind]?.redeployed === true;
  const standby = redeployed ? undefined : servingStandby(incident, system);
  const loss = lossOf(plan, incident, system, blocks, redeployed);
  const restored = standby === undefined && !redeployed && loss.status !== 'unrecoverable';
  const source = restored ? sourceOf(plan, system, blocks, siteOf(incident.scenario, system), catalogue) : undefined;
  return { loss, patient: { system, loss: loss.status, missing: loss.missing ?? [], standby, redeployed, source } };
}

function retainedOf(plan: Plan, system: System, blocks: readonly ShapedBlock[]): readonly Retained[] {
  return blocks.some(({ missing }) => missing.length > 0) ? [] : retainedBy(system, blocks, plan.timezone.value);
}

function aim(of: Scenario['rpo']): Pick<Loss, 'target' | 'targetPlace'> {
  if (of === undefined) return {};
  return { target: spanSeconds(of.value), targetPlace: of.source.from === 'plan' ? of.source.place : undefined };
}

/** What is said of a system that a scenario does not affect. */
function untouched(scenario: Scenario, system: System): { loss: Loss; recovery: Recovery } {
  const nothing = <Aim extends Pick<Loss, 'target' | 'targetPlace'>>(aim: Aim) => ({
    status: 'known' as const,
    seconds: 0,
    target: aim.target,
    targetPlace: aim.targetPlace,
    met: aim.target === undefined ? undefined : true,
    get derivation(): Derivation {
      return { label: `${system.name} is not affected`, value: 0, unit: 'seconds' };
    },
  });
  return {
    loss: Object.assign(nothing(aim(scenario.rpo ?? system.rpo)), { falls: NONE }),
    recovery: Object.assign(nothing(aim(scenario.rto ?? system.rto)), { steps: NONE, criticalPath: NONE }),
  };
}

const NONE: readonly never[] = [];

function lossOf(plan: Plan, incident: Incident, system: System, blocks: readonly StruckBlock[], redeployed: boolean): Loss {
  const targets = aim(incident.scenario.rpo ?? system.rpo);
  const known = (seconds: number, derivation: Derivation): Loss => ({
    status: 'known',
    seconds,
    ...targets,
    met: targets.target === undefined ? undefined : seconds <= targets.target,
    falls: [],
    derivation: { ...derivation, value: seconds, unit: 'seconds' },
  });
  if (redeployed) return known(0, { label: `${system.name} holds nothing of its own` });
  const standby = servingStandby(incident, system);
  if (standby !== undefined) {
    const lag: Derivation = {
      label: `that the standby at ${standby.at} is behind`,
      value: standby.lag.value,
      unit: 'seconds',
      ...assumed(standby.lag),
    };
    return known(standby.lag.value, { label: `the standby at ${standby.at} serves`, place: standby.place, parts: [lag] });
  }
  const unmet = targets.target === undefined ? undefined : false;
  const nothing = (): Loss => {
    const falls = fallsOf(incident, system, blocks, true);
    return {
      status: 'unrecoverable',
      ...targets,
      met: unmet,
      falls,
      derivation: { label: `nothing that can restore ${system.name} is left` },
    };
  };
  if (!blocks.some(({ damage }) => damage.storages.some(({ remains }) => remains !== 'gone'))) return nothing();
  const missing = [...new Set(blocks.flatMap(({ shaped }) => shaped.missing))];
  if (missing.length > 0) {
    const label = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not in the plan`;
    return { status: 'unknown', missing, ...targets, falls: fallsOf(incident, system, blocks, false), derivation: { label } };
  }
  const worst = worstLoss(blocks);
  if (worst.seconds === Infinity) return nothing();
  const explanation = once(() => explainLoss(blocks, worst));
  const derivation = once(() => deriveLoss(plan, system, blocks, explanation()));
  const { target, targetPlace } = targets;
  return {
    status: 'known',
    seconds: worst.seconds,
    target,
    targetPlace,
    met: target === undefined ? undefined : worst.seconds <= target,
    falls: fallsOf(incident, system, blocks, false),
    get witness() {
      return { incidentAt: worst.at, restorePoint: worst.state, storage: explanation().storage };
    },
    get derivation() {
      return { ...derivation(), value: worst.seconds, unit: 'seconds' as const };
    },
  };
}
