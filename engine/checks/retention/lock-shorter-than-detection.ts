import { type Plan, type Scenario, type Storage, type System, spanSeconds } from '../../plan/model.ts';
import { durationAs, spanAs } from '../../plan/written-as.ts';
import { resultOf } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { duration, listed } from '../words.ts';
import { arrivalInterval, withoutClockChange } from './arrivals.ts';
import { lockFor } from './locked.ts';

const id = { code: 'lock-shorter-than-detection', severity: 'warning' } as const;

const DAY = 86400;

export const lockShorterThanDetection: Check = {
  ...id,
  group: 'retention',
  summary: 'A lock has ended by the time that an intruder is found, so the copy is as good as unlocked.',
  *run(context) {
    for (const storage of context.plan.storages) {
      if (storage.immutable === undefined || storage.offline) continue;
      const found = intrusions(context.plan, storage)
        .map((scenario) => report(context, storage, scenario))
        .find((each) => each !== undefined);
      if (found !== undefined) yield found;
    }
  },
};

/** The scenarios in which an intruder has the credentials of a storage, the one that is found latest first. */
function intrusions({ scenarios }: Plan, { account }: Storage): readonly Scenario[] {
  return scenarios
    .filter(({ compromise }) => compromise.includes(account.value))
    .toSorted((a, b) => spanSeconds(b.detectedAfter.value) - spanSeconds(a.detectedAfter.value));
}

function report(context: CheckContext, storage: Storage, scenario: Scenario): Finding | undefined {
  const { immutable } = storage;
  if (immutable === undefined) return undefined;
  const detected = spanSeconds(scenario.detectedAfter.value);
  const exposed = context.judged.flatMap((system) => exposedTo(context, system, storage, scenario));
  const interval = withoutClockChange(Math.max(0, ...exposed.map(({ seconds }) => seconds)));
  // A point has to be there when the intruder comes and still locked when he is found; a day goes to runs and clock changes.
  const needed = (Math.ceil((detected + interval) / DAY) + 1) * DAY;
  if (exposed.length === 0 || spanSeconds(immutable.value) >= detected + interval) return undefined;
  const names = listed(exposed.slice(0, MOST).map(({ system }) => `\`${system.name}\``));
  const message = `\`${storage.name}\` locks what lies there for ${spanAs(immutable.value)}, and in ${scenario.name} the intruder is found after ${spanAs(scenario.detectedAfter.value)}: at worst nothing of ${names} from before is still locked then, and whoever has ${storage.account.value} has deleted it. Lock it for ${durationAs(needed)} (${spanAs(scenario.detectedAfter.value)} + ${duration(interval)} between restore points, and a day to spare).`;
  const place = immutable.source.from === 'plan' ? immutable.source.place : storage.namePlace;
  const at =
    scenario.detectedAfter.source.from === 'plan' ? scenario.detectedAfter.source.place : scenarioPlace(context.plan, scenario.name);
  return finding(id, place, message, {
    about: storage.name,
    related: at === undefined ? [] : [{ place: at, message: 'The intruder is found then.' }],
    fixes: lockFor(storage, needed),
  });
}

const MOST = 10;

interface Exposed {
  readonly system: System;
  /** The longest time between two restore points that come to the storage. */
  readonly seconds: number;
}

/** A system that has points on the storage and can still be restored in the scenario from elsewhere: where it cannot, that is said of it. */
function exposedTo(context: CheckContext, system: System, storage: Storage, scenario: Scenario): readonly Exposed[] {
  const result = resultOf(context, system.name)?.scenarios.find((each) => each.scenario === scenario.name);
  if (result?.affected !== true || result.loss.status !== 'known') return [];
  return system.blocks.flatMap((block) => {
    const seconds = pointStorages(block).includes(storage.name) ? arrivalInterval(block, storage.name) : undefined;
    return seconds === undefined ? [] : [{ system, seconds }];
  });
}
