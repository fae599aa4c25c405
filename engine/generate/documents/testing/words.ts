/** A test in words, for the table and for the calendar file. Plain text. */
import { reachesOf } from '../../../checks/answers.ts';
import type { System } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import type { Source } from '../source.ts';
import { duration } from '../words.ts';
import type { Age, Entry, Test } from './calendar.ts';

export const LEVEL: Readonly<Record<Test['sort'], string>> = {
  restore: 'L3',
  failover: 'L4',
  drill: 'L5',
  key: 'L2',
  review: '',
  acceptance: '',
};

export function title({ test }: Entry): string {
  switch (test.sort) {
    case 'restore':
      return `Restore ${test.system.name} from ${test.storage}`;
    case 'failover':
      return `Fail ${test.system.name} over to ${test.site}`;
    case 'drill':
      return `Drill ${test.scenario.name}`;
    case 'key':
      return `Read a restore point with ${test.key}`;
    case 'review':
      return 'Review the plan';
    case 'acceptance':
      return `The acceptance of ${test.check}${test.for === undefined ? '' : ` for ${test.for}`} ends`;
  }
}

/** What is taken, and where it goes. */
export function how(source: Source, { test }: Entry): string {
  switch (test.sort) {
    case 'restore':
      return `the ${pointOf(source, test.system, test.storage, test.age)}, into a sandbox at ${test.site}`;
    case 'failover':
      return 'clients go to the standby and come back';
    case 'drill':
      return 'all steps of the runbook, as far as no running system is touched';
    case 'key':
      return `the key from each place where it is kept${escrowOf(source, test.key)}, one after the other`;
    case 'review':
      return `set reviewed in ${source.planFile} to the day`;
    case 'acceptance':
      return 'mend it, or accept it anew with a reason that still holds';
  }
}

function escrowOf({ plan }: Source, key: string): string {
  return plan.keys.find(({ name }) => name === key)?.escrow === undefined ? '' : ' and from the escrow';
}

/** `oldest point (about 334 days old)`. */
function pointOf(source: Source, system: System, storage: string, age: Age): string {
  const reach = Math.max(
    0,
    ...reachesOf(source, system)
      .filter((each) => each.storage === storage)
      .map(({ seconds }) => seconds),
  );
  const days = Math.floor(reach / 86400) * 86400;
  if (age === 'newest') return 'newest point';
  if (age === 'middle') return 'one from the middle';
  return reach === Infinity || days === 0 ? 'oldest point' : `oldest point (${duration(days)} old or more)`;
}

/** What has to be true for it to have passed. */
export function passes(source: Source, { test }: Entry): readonly string[] {
  switch (test.sort) {
    case 'restore':
      return [
        ...expected(test.system).map((query) => `expect ${query}`),
        ...within(test.system),
        ...(expected(test.system).length === 0 ? ['somebody who uses it has looked'] : []),
      ];
    case 'failover':
      return [...within(test.system), 'nothing written is missing'];
    case 'drill': {
      const promises = source.assessment.systems.filter(({ scenarios }) =>
        scenarios.some(({ scenario, affected, recovery }) => scenario === test.scenario.name && affected && recovery.target !== undefined),
      );
      return [...(promises.length === 0 ? [] : ['each system is back within its rto']), 'times and losses stand in the log of the runbook'];
    }
    case 'key':
      return ['a restore point opens with it'];
    case 'review':
    case 'acceptance':
      return [];
  }
}

export function expected({ blocks }: System): readonly string[] {
  return [...new Set(blocks.flatMap(({ verifies }) => verifies.flatMap(({ expect }) => expect ?? [])))];
}

function within({ rto }: System): readonly string[] {
  return rto === undefined ? [] : [`back within ${duration(spanSeconds(rto.value))}`];
}
