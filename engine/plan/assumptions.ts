import type { Assumption } from '../assess/assessment.ts';
import type { BackupBlock, Plan, Scenario, Sourced, Storage, System } from './model.ts';
import { durationAs, percentAs, priceAs, rateAs, spanAs } from './written-as.ts';

/**
 * Every default that the answers about a plan rest on, with its value as a plan would write it. Defaults that nothing is worked out
 * from (the figures of a storage that no job writes to, the scheduler, a criticality) are left out.
 */
export function assumptionsOf(plan: Plan): readonly Assumption[] {
  const used = usedStorages(plan.systems);
  const compromised = plan.scenarios.some(({ compromise }) => compromise.length > 0);
  const found = [
    assumption(plan.timezone, (zone) => zone),
    ...plan.storages.filter(({ name }) => used.has(name)).flatMap((storage) => ofStorage(storage, compromised)),
    ...plan.systems.filter(({ exempt }) => exempt === undefined).flatMap((system) => ofSystem(system, compromised)),
    ...plan.scenarios.flatMap(ofScenario),
  ];
  return found.filter((one) => one !== undefined);
}

type Found = readonly (Assumption | undefined)[];

function assumption<T>(quantity: Sourced<T> | undefined, write: (value: T) => string): Assumption | undefined {
  if (quantity?.source.from !== 'default') return undefined;
  return { about: quantity.source.about, value: write(quantity.value), source: quantity.source.because };
}

function usedStorages(systems: readonly System[]): ReadonlySet<string> {
  const blocks = systems.flatMap((system) => system.blocks);
  return new Set(blocks.flatMap((block) => [...block.jobs.map(({ to }) => to), ...block.copies.flatMap(({ from, to }) => [from, to])]));
}

function ofStorage(storage: Storage, compromised: boolean): Found {
  return [
    assumption(storage.class, (name) => name),
    assumption(storage.media, (name) => name),
    assumption(storage.read, rateAs),
    assumption(storage.write, rateAs),
    // Only a class can make a reader wait; that a disk does not is no assumption.
    storage.class === undefined ? undefined : assumption(storage.retrieval, durationAs),
    assumption(storage.price, (price) => `${priceAs(price)}/month`),
    assumption(storage.egress, priceAs),
    assumption(storage.minimum, spanAs),
    compromised ? assumption(storage.account, (name) => name) : undefined,
  ];
}

function ofSystem(system: System, compromised: boolean): Found {
  const jobs = system.blocks.flatMap((block) => block.jobs);
  const restored = jobs.length > 0;
  const logged = jobs.some(({ word }) => word === 'log');
  return [
    restored ? assumption(system.compresses, percentAs) : undefined,
    logged ? assumption(system.logs, rateAs) : undefined,
    restored ? assumption(system.restoreAt, rateAs) : undefined,
    logged ? assumption(system.replayAt, rateAs) : undefined,
    compromised ? assumption(system.account, (name) => name) : undefined,
    ...system.standbys.flatMap((standby) => [assumption(standby.lag, durationAs), assumption(standby.failover, durationAs)]),
    ...system.blocks.flatMap(ofBlock),
  ];
}

function ofBlock(block: BackupBlock): Found {
  return block.jobs.flatMap((job) => [assumption(job.tool, (name) => name), assumption(job.lag, durationAs)]);
}

function ofScenario(scenario: Scenario): Found {
  return [
    // What is lost is missed at once; what is spoilt may not be.
    scenario.corrupt.length + scenario.compromise.length > 0 ? assumption(scenario.detectedAfter, spanAs) : undefined,
    assumption(scenario.declareWithin, durationAs),
    assumption(scenario.provisionWithin, durationAs),
  ];
}
