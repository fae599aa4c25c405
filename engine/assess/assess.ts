/** What a plan is worth in every scenario: the one entry of the assessment. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { assumptionsOf } from '../plan/assumptions.ts';
import { type Plan, type Scenario, type System, spanSeconds } from '../plan/model.ts';
import type { Assessment, Derivation, Loss, Recovery, Retained, ScenarioResult } from './assessment.ts';
import { type ShapedBlock, shapeBlock } from './block.ts';
import { copiesOf } from './copies.ts';
import { damageTo } from './damage.ts';
import { deriveLoss } from './derive-loss.ts';
import { fallsOf } from './falls.ts';
import { explainLoss, type StruckBlock, worstLoss } from './loss.ts';
import { type Patient, recoveries } from './recovery.ts';
import { assumed } from './rests-on.ts';
import { retainedBy } from './retained.ts';
import { type Incident, incidentOf, isAffected, servingStandby } from './scenarios.ts';

/**
 * Assesses a plan. Never throws, whatever the plan lacks: an answer that needs a number that is not there has status `unknown` and
 * names it. A system with `exempt` is not assessed: it has no scenarios. A library has no answers.
 */
export function assess(plan: Plan, catalogue: Catalogue): Assessment {
  if (plan.library) return { systems: [], assumptions: [] };
  const shaped = new Map(plan.systems.map((system) => [system, system.blocks.map((block) => shapeBlock(plan, system, block, catalogue))]));
  const perScenario = plan.scenarios.map((scenario) => assessScenario(plan, scenario, shaped, catalogue));
  return {
    systems: plan.systems.map((system) => ({
      name: system.name,
      copies: copiesOf(plan, system, shaped.get(system) ?? []),
      retained: retainedOf(plan, system, shaped.get(system) ?? []),
      scenarios: perScenario.flatMap((results) => results.get(system) ?? []),
    })),
    assumptions: assumptionsOf(plan),
  };
}

function retainedOf(plan: Plan, system: System, blocks: readonly ShapedBlock[]): readonly Retained[] {
  return blocks.some(({ missing }) => missing.length > 0) ? [] : retainedBy(system, blocks, plan.timezone.value);
}

type Shaped = ReadonlyMap<System, readonly ShapedBlock[]>;

function assessScenario(plan: Plan, scenario: Scenario, shaped: Shaped, catalogue: Catalogue): ReadonlyMap<System, ScenarioResult> {
  const incident = incidentOf(plan, scenario);
  const assessed = plan.systems.filter(({ exempt }) => exempt === undefined);
  const affected = assessed.filter((system) => isAffected(incident, system));
  const losses = new Map<System, Loss>();
  const patients = affected.map((system): Patient => {
    const blocks = (shaped.get(system) ?? []).map(
      (each): StruckBlock => ({ shaped: each, damage: damageTo(incident, system, each.jobs, each.copies, each.storages) }),
    );
    const redeployed = catalogue.systems[system.kind]?.redeployed === true;
    const standby = redeployed ? undefined : servingStandby(incident, system);
    const loss = lossOf(plan, incident, system, blocks, redeployed);
    losses.set(system, loss);
    return { system, loss: loss.status, missing: loss.missing ?? [], standby, redeployed, blocks };
  });
  const recovered = recoveries(plan, scenario, patients, catalogue);
  return new Map(
    assessed.map((system) => {
      const loss = losses.get(system);
      const recovery = recovered.get(system.name);
      const known = loss !== undefined && recovery !== undefined;
      const result = known ? { affected: true, loss, recovery } : { affected: false, ...untouched(scenario, system) };
      return [system, { scenario: scenario.name, ...result }];
    }),
  );
}

function aim(of: Scenario['rpo']): Pick<Loss, 'target' | 'targetPlace'> {
  if (of === undefined) return {};
  return { target: spanSeconds(of.value), targetPlace: of.source.from === 'plan' ? of.source.place : undefined };
}

function untouched(scenario: Scenario, system: System): { loss: Loss; recovery: Recovery } {
  const rpo = aim(scenario.rpo ?? system.rpo);
  const rto = aim(scenario.rto ?? system.rto);
  const derivation: Derivation = { label: `${system.name} is not affected`, value: 0, unit: 'seconds' };
  return {
    loss: { status: 'known', seconds: 0, ...rpo, met: rpo.target === undefined ? undefined : true, falls: [], derivation },
    recovery: {
      status: 'known',
      seconds: 0,
      ...rto,
      met: rto.target === undefined ? undefined : true,
      steps: [],
      criticalPath: [],
      derivation,
    },
  };
}

function lossOf(plan: Plan, incident: Incident, system: System, blocks: readonly StruckBlock[], redeployed: boolean): Loss {
  const targets = aim(incident.scenario.rpo ?? system.rpo);
  const known = (seconds: number, derivation: Derivation, rest: Partial<Loss> = {}): Loss => ({
    status: 'known',
    seconds,
    ...targets,
    met: targets.target === undefined ? undefined : seconds <= targets.target,
    falls: [],
    ...rest,
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
  const explanation = explainLoss(blocks, worst);
  const witness = { incidentAt: worst.at, restorePoint: worst.state, storage: explanation.storage };
  return known(worst.seconds, deriveLoss(plan, system, blocks, explanation), { witness, falls: fallsOf(incident, system, blocks, false) });
}
