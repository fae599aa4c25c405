/** Whether the plan has been shown to work: what restore tests of it are on record, and what they measured. */
import { holding } from '../../assess/cost/test-restores.ts';
import { measuredRecoveries } from '../../assess/recovery/measured.ts';
import { restoreTime } from '../../assess/recovery/restore-time.ts';
import type { System } from '../../plan/model.ts';
import { stillHolds } from '../restore-hash.ts';
import type { RestoreTest } from '../restore-test.ts';
import { code, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import type { Source } from './source.ts';
import { duration, instant, list } from './words.ts';

/**
 * For the head of a document: since when every system that is backed up has been restored by the plan as it is now, or **NOT VERIFIED**
 * with the reason. Where what a restore rests on has changed, it has not been tested.
 */
export function verified(source: Source): string {
  const systems = testable(source);
  if (systems.length === 0) return 'there is nothing to restore';
  const latest = systems.map((system) => ({ name: plain(system.name), test: latestOf(source, system) }));
  const named = (keep: (test: RestoreTest | undefined) => boolean): string =>
    list(latest.filter(({ test }) => keep(test)).map(({ name, test }) => (test === undefined ? name : `${name} (${dateOf(test)})`)));
  const untested = named((test) => test === undefined);
  const failed = named((test) => test?.passed === false);
  const changed = named((test) => test?.passed === true && !holds(source, test));
  const reasons = [
    changed === '' ? '' : `what a restore rests on has changed since the last restore test of ${changed}`,
    failed === '' ? '' : `the last restore test of ${failed} failed`,
    untested === '' ? '' : `no restore test of ${untested} is on record`,
  ].filter((reason) => reason !== '');
  return reasons.length === 0 ? `by restore tests of this plan: ${named(() => true)}` : `**NOT VERIFIED**: ${reasons.join('; ')}`;
}

/** What the tests on record measured beside what the plan reckons with, and the recovery times that follow; undefined without one. */
export function measured(source: Source): string | undefined {
  const rows = testable(source).flatMap((system) =>
    byStorage(source, system).map((test) => [
      plain(system.name),
      plain(test.storage ?? ''),
      instant(test.finished),
      test.passed ? duration(test.seconds) : '**failed**',
      estimateWord(source, system, test),
      holds(source, test) ? 'as it is now' : '**has changed since**',
    ]),
  );
  if (rows.length === 0) return undefined;
  const back = recoveries(source);
  return [
    `Restore tests on record, the last of each copy. A test takes from its first step to its last check; what the plan reckons with is reading the point and replaying its log.`,
    table(['System', 'From', 'Ended', 'Measured', 'Reckoned with', 'What it rests on'], rows),
    ...(back.length === 0
      ? []
      : [
          'With restores as long as these (of several copies, the longest) systems would be back after:',
          table(['Scenario', 'System', 'Reckoned with', 'With what was measured', 'RTO'], back),
        ]),
  ].join('\n\n');
}

/** The line about a system's tests for its figures; undefined without one. */
export function measuredLine(source: Source, system: System): string | undefined {
  const told = byStorage(source, system).map((test) => {
    const from = test.storage === undefined ? '' : ` from ${plain(test.storage)}`;
    const old = holds(source, test) ? '' : ' (**NOT VERIFIED**: what it rests on has changed since)';
    return test.passed
      ? `restored${from} and checked in ${duration(test.seconds)} on ${dateOf(test)}, reckoned with: ${estimateWord(source, system, test)}${old}`
      : `the test${from} on ${dateOf(test)} **failed**`;
  });
  return told.length === 0 ? undefined : `**Measured:** ${told.join('; ')}.`;
}

function recoveries(source: Source): readonly (readonly string[])[] {
  const { plan, assessment } = source;
  const restores = new Map<string, number>();
  for (const system of testable(source)) {
    const passed = byStorage(source, system).filter((test) => test.passed);
    if (passed.length > 0) restores.set(system.name, Math.max(...passed.map(({ seconds }) => seconds)));
  }
  return plan.scenarios.flatMap((scenario) => {
    const found = measuredRecoveries(plan, assessment, scenario, restores).filter(({ seconds }) => seconds !== undefined);
    return found.map(({ system, seconds = 0, target, met }, index) => {
      const reckoned = assessment.systems.find(({ name }) => name === system)?.scenarios.find((result) => result.scenario === scenario.name)
        ?.recovery.seconds;
      return [
        index === 0 ? plain(scenario.name) : '',
        plain(system),
        duration(reckoned ?? 0),
        duration(seconds),
        target === undefined ? 'none' : `${duration(target)}, ${met ? 'met' : '**not met**'}`,
      ];
    });
  });
}

function estimateWord({ plan, catalogue }: Source, system: System, { storage: name }: RestoreTest): string {
  const storage = plan.storages.find((each) => each.name === name);
  const block = system.blocks.find((each) => holding(plan, each).some((held) => held.name === name));
  if (storage === undefined || block === undefined) return 'not known';
  const site = block.verifies.find(({ what }) => what === 'restore')?.at ?? system.at;
  const time = restoreTime(plan, system, block, storage, site, catalogue);
  return 'missing' in time
    ? `not known: the plan lacks ${time.missing.map(code).join(', ')}`
    : duration(time.readSeconds + time.replaySeconds);
}

function holds({ plan, planHash }: Source, test: RestoreTest): boolean {
  const system = plan.systems.find(({ name }) => name === test.system);
  return system !== undefined && stillHolds(test, plan, system, planHash);
}

function testable({ plan }: Source): readonly System[] {
  return plan.systems.filter(({ blocks, exempt }) => exempt === undefined && blocks.length > 0);
}

/** Of two within a second the one that was written later. */
function latestOf({ tests }: Source, { name }: System): RestoreTest | undefined {
  return tests
    .filter(({ system }) => system === name)
    .toSorted((one, other) => one.finished - other.finished)
    .at(-1);
}

/** The last test of each copy of a system, in the order of the plan's storages; what failed before it had chosen one comes last. */
function byStorage(source: Source, system: System): readonly RestoreTest[] {
  const storages = [...source.plan.storages.map(({ name }) => name), undefined];
  return storages.flatMap((storage) => {
    const tests = source.tests.filter((test) => test.storage === storage);
    return latestOf({ ...source, tests }, system) ?? [];
  });
}

function dateOf({ finished }: RestoreTest): string {
  return instant(finished).slice(0, 10);
}
