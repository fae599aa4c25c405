/** How often something is tried, reviewed or exercised, against how often it has to be. */
import { longestGapOf } from '../../assess/schedule/runs.ts';
import { type Length, monthsLength } from '../../catalogue/lengths.ts';
import { type Plan, type Scenario, type Sourced, type Span, type System, spanSeconds, type Verify } from '../../plan/model.ts';
import { withoutClockChange } from '../retention/arrivals.ts';
import { duration } from '../words.ts';

export function testLack({ name, blocks }: System, { text, most }: Length): string | undefined {
  const tests = blocks.flatMap(({ verifies }) => verifies).filter(({ what }) => what === 'restore');
  if (tests.length === 0) return `no \`verify restore\` of \`${name}\` is scheduled`;
  const gap = Math.min(...tests.map(gapOf));
  return gap <= most ? undefined : `restores of \`${name}\` are tried up to ${duration(gap)} apart, not every ${text}`;
}

function gapOf({ schedule }: Verify): number {
  if ('months' in schedule) return monthsLength(schedule.months).most;
  return withoutClockChange(longestGapOf([schedule])?.seconds ?? Number.POSITIVE_INFINITY);
}

export function reviewLack({ reviewEvery }: Plan, length: Length | 'stated'): string | undefined {
  if (reviewEvery === undefined) return 'the plan says no `review every`';
  return isOftenEnough(reviewEvery, length)
    ? undefined
    : `the plan is reviewed every ${duration(spanSeconds(reviewEvery.value))}${wanted(length)}`;
}

export function drillLack({ name, drillEvery }: Scenario, length: Length | 'stated'): string | undefined {
  if (drillEvery === undefined) return `\`${name}\` says no \`drill every\``;
  return isOftenEnough(drillEvery, length)
    ? undefined
    : `\`${name}\` is exercised every ${duration(spanSeconds(drillEvery.value))}${wanted(length)}`;
}

function isOftenEnough({ value }: Sourced<Span>, length: Length | 'stated'): boolean {
  return length === 'stated' || spanSeconds(value) <= length.most;
}

function wanted(length: Length | 'stated'): string {
  return length === 'stated' ? '' : `, not every ${length.text}`;
}
