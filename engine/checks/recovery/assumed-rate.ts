/** Recoveries that are late only because of a rate that nobody has given: the default of a storage or a tool. */
import type { Recovery } from '../../assess/assessment.ts';
import { sayRate } from '../../assess/say.ts';
import type { System } from '../../plan/model.ts';
import { resultOf } from '../answers.ts';
import type { Subject } from '../check.ts';
import { bottleneck, secondsOf } from './late.ts';

const known = new WeakMap<Recovery, number>();

/**
 * Seconds that a recovery takes if whatever is read at a rate that the plan does not give is there at once. What takes longer than a target
 * by this is too late at any such rate.
 */
export function secondsAtLeast(subject: Subject, system: System, scenario: string, recovery: Recovery): number {
  const found = known.get(recovery) ?? workedOut(subject, system, scenario, recovery);
  known.set(recovery, found);
  return found;
}

function workedOut(subject: Subject, system: System, scenario: string, recovery: Recovery): number {
  const begin = secondsOf(recovery, 'declare') + secondsOf(recovery, 'provision');
  const transfer = assumedOf(subject, system, recovery) === undefined ? 0 : secondsOf(recovery, 'transfer');
  const own = recovery.steps.reduce((sum, { seconds }) => sum + seconds, 0) - begin - secondsOf(recovery, 'wait') - transfer;
  // A standby serves whatever its system depends on.
  const awaited = recovery.standby === undefined ? system.dependsOn.map(({ name }) => name) : [];
  const ends = awaited.flatMap((name) => {
    const each = recoveryOf(subject, name, scenario);
    return each === undefined ? [] : [secondsAtLeast(subject, each.system, scenario, each.recovery)];
  });
  return Math.max(begin, ...ends) + own;
}

/** `It rests on 100 MB/s as the rate of vault: …`, of the longest transfer that a recovery waits for, its own or another's. */
export function restsOn(subject: Subject, scenario: string, { criticalPath }: Recovery): string | undefined {
  const assumed = criticalPath.flatMap((name) => {
    const each = recoveryOf(subject, name, scenario);
    const words = each === undefined ? undefined : assumedOf(subject, each.system, each.recovery);
    return each === undefined || words === undefined ? [] : [{ words, seconds: secondsOf(each.recovery, 'transfer') }];
  });
  const [longest] = assumed.toSorted((a, b) => b.seconds - a.seconds);
  return longest === undefined ? undefined : `It rests on ${longest.words} if you know it.`;
}

/** The rate that a transfer goes at, where the plan does not give it, and the statement that would. */
function assumedOf(subject: Subject, system: System, recovery: Recovery): string | undefined {
  const held = bottleneck(subject, system, recovery);
  if (held === undefined || held.by === 'link' || held.rate.source.from === 'plan') return undefined;
  const rate = sayRate(held.rate.value);
  return held.by === 'storage'
    ? `${rate} as the rate of ${recovery.source}: say \`read\``
    : `${rate} as the rate at which \`${system.name}\` is restored: say \`restore at\``;
}

function recoveryOf(subject: Subject, name: string, scenario: string) {
  const system = subject.plan.systems.find((each) => each.name === name);
  const result = resultOf(subject, name)?.scenarios.find((each) => each.scenario === scenario && each.affected);
  return system === undefined || result === undefined ? undefined : { system, recovery: result.recovery };
}
