/** How often something is tried, reviewed or exercised, against how often it has to be. */
import { longestGapOf } from '../../assess/schedule/runs.ts';
import { type Length, monthsLength } from '../../catalogue/lengths.ts';
import { type Plan, type Scenario, type Sourced, type Span, type System, spanSeconds, type Verify } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import { arrivalInterval, withoutClockChange } from '../retention/arrivals.ts';
import { duration } from '../words.ts';
import { type Lack, lackIn, lackOfPlan } from './lack.ts';

export function testLack({ name, blocks }: System, length: Length | 'stated'): Lack | undefined {
  const tests = blocks.flatMap(({ verifies }) => verifies).filter(({ what }) => what === 'restore');
  if (tests.length === 0) return lackIn(name, `no \`verify restore\` of \`${name}\` is scheduled`, 'restore-untested');
  const gap = Math.min(...tests.map(gapOf));
  return length === 'stated' || gap <= length.most
    ? undefined
    : lackIn(name, `restores of \`${name}\` are tried up to ${duration(gap)} apart, not every ${length.text}`);
}

function gapOf({ schedule }: Verify): number {
  if ('months' in schedule) return monthsLength(schedule.months).most;
  return withoutClockChange(longestGapOf([schedule])?.seconds ?? Number.POSITIVE_INFINITY);
}

/** How far apart restore points are made at most, whichever storage they come to; nothing where that cannot be told. */
export function backupLack({ name, blocks }: System, { text, most }: Length): Lack | undefined {
  const gaps = blocks.flatMap((block) => pointStorages(block).map((storage) => arrivalInterval(block, storage)));
  const known = gaps.filter((gap) => gap !== undefined);
  const gap = withoutClockChange(Math.min(...known));
  return known.length < gaps.length || gap <= most
    ? undefined
    : lackIn(name, `restore points of \`${name}\` are made up to ${duration(gap)} apart, not every ${text}`);
}

export function reviewLack({ reviewEvery }: Plan, length: Length | 'stated'): Lack | undefined {
  if (reviewEvery === undefined) return lackOfPlan('the plan says no `review every`');
  return isOftenEnough(reviewEvery, length)
    ? undefined
    : lackOfPlan(`the plan is reviewed every ${duration(spanSeconds(reviewEvery.value))}${wanted(length)}`);
}

export function drillLack({ name, drillEvery }: Scenario, length: Length | 'stated'): Lack | undefined {
  if (drillEvery === undefined) return lackOfPlan(`\`${name}\` says no \`drill every\``, 'drill-missing');
  return isOftenEnough(drillEvery, length)
    ? undefined
    : lackOfPlan(`\`${name}\` is exercised every ${duration(spanSeconds(drillEvery.value))}${wanted(length)}`);
}

function isOftenEnough({ value }: Sourced<Span>, length: Length | 'stated'): boolean {
  return length === 'stated' || spanSeconds(value) <= length.most;
}

function wanted(length: Length | 'stated'): string {
  return length === 'stated' ? '' : `, not every ${length.text}`;
}
