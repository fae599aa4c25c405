import { longestGapOf } from '../../assess/schedule/runs.ts';
import type { Job, Place, Schedule, System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Fix } from '../finding.ts';
import { textAt } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { startsInYear, timeAs } from '../schedules/timing.ts';
import { duration } from '../words.ts';

const id = { code: 'consistency-skew', severity: 'warning' } as const;

/** Nobody expects two jobs to start at the same second: up to so many seconds apart is together. */
const TOGETHER = 3600;

/** Two systems that are restored together, and where the plan says that they belong together. */
interface Pair {
  readonly one: System;
  readonly other: System;
  readonly place: Place;
  /** The application that reads both, where neither depends on the other itself. */
  readonly by?: string;
}

export const consistencySkew: Check = {
  ...id,
  group: 'loss',
  summary: 'Systems that depend on each other are backed up hours apart, and come back from different times.',
  *run(context) {
    const judged = new Set(context.judged.map(({ name }) => name));
    for (const { one, other, place, by } of pairs(context)) {
      if (!judged.has(one.name) || !judged.has(other.name)) continue;
      const [ofOne, ofOther] = [pointSchedules(context, one), pointSchedules(context, other)];
      const apart = ofOne === undefined || ofOther === undefined ? 0 : skew(ofOne, ofOther);
      if (ofOne === undefined || ofOther === undefined || apart <= TOGETHER) continue;
      const together =
        by === undefined ? `\`${one.name}\` depends on \`${other.name}\`` : `\`${by}\` reads \`${one.name}\` and \`${other.name}\``;
      const message = `${together}, and their restore points are made up to ${duration(apart)} apart: a restored pair refers to what is missing, or misses what it refers to. Run both at the same time, or archive the log of one, so that it can be restored to the instant of the other.`;
      yield finding(id, place, message, {
        severity: tempered(id.severity, context.plan, one),
        about: by ?? one.name,
        related: [...ofOne, ...ofOther].map((schedule) => ({ place: schedule.place, message: 'These restore points are made then.' })),
        fixes: atOneTime(context, ofOne, ofOther, other),
      });
    }
  },
};

/** What depends on what holds data of its own; and of an application the first two of its dependencies, and each further one with the first. */
function* pairs({ plan, catalogue }: CheckContext): Generator<Pair> {
  const systems = new Map(plan.systems.map((system) => [system.name, system]));
  // Who may log in is nothing that data refers to.
  const holdsData = (system: System): boolean => needsBackup(system, catalogue) && isBackedUp(system) && system.kind !== 'directory';
  for (const system of plan.systems) {
    const found = system.dependsOn.flatMap(({ name, place }) => {
      const other = systems.get(name);
      return other === undefined || !holdsData(other) ? [] : [{ other, place }];
    });
    if (holdsData(system)) {
      for (const { other, place } of found) yield { one: system, other, place };
      continue;
    }
    const [first, ...rest] = found;
    if (first === undefined || catalogue.systems[system.kind]?.redeployed !== true) continue;
    for (const { other, place } of rest) {
      // What depends on the other itself is a pair already.
      if (dependsOn(first.other, other) || dependsOn(other, first.other)) continue;
      yield { one: first.other, other, place, by: system.name };
    }
  }
}

function dependsOn(one: System, other: System): boolean {
  return one.dependsOn.some(({ name }) => name === other.name);
}

/** When restore points of a system are made; undefined where it can be restored to any instant, or nobody can tell. */
function pointSchedules({ catalogue }: CheckContext, { blocks }: System): readonly Schedule[] | undefined {
  const jobs = blocks.flatMap((block) => block.jobs);
  if (jobs.some(({ word }) => word === 'log')) return undefined;
  // What is consistent only at its end restores the end, and how long it takes is not what is planned.
  const isFixed = ({ tool }: Job): boolean => tool === undefined || catalogue.tools[tool.value]?.capture === 'start';
  const schedules = jobs.flatMap(({ schedule }) => (schedule === 'continuous' ? [] : [schedule]));
  return schedules.length === 0 || !jobs.every(isFixed) ? undefined : schedules;
}

/** The longest time, in seconds, from a point of the system that has fewer of them to the nearest point of the other. */
function skew(one: readonly Schedule[], other: readonly Schedule[]): number {
  const often = Math.min(longestGapOf(one)?.seconds ?? Infinity, longestGapOf(other)?.seconds ?? Infinity);
  if (often <= 2 * TOGETHER) return 0;
  const [few, many] = [merged(one), merged(other)].toSorted((a, b) => a.length - b.length);
  if (few === undefined || many === undefined) return 0;
  let longest = 0;
  let next = 0;
  for (const point of few) {
    while ((many[next + 1] ?? Infinity) <= point) next++;
    const nearest = Math.min(Math.abs(point - (many[next] ?? Infinity)), Math.abs((many[next + 1] ?? Infinity) - point));
    if (Number.isFinite(nearest)) longest = Math.max(longest, nearest);
  }
  return longest;
}

function merged(schedules: readonly Schedule[]): readonly number[] {
  return [...new Set(schedules.flatMap((schedule) => [...startsInYear(schedule)]))].sort((a, b) => a - b);
}

/** The second system at the time of the first, where each has one job by one time of the day. */
function atOneTime(context: CheckContext, one: readonly Schedule[], other: readonly Schedule[], moved: System): Fix[] {
  const [at, ...more] = one;
  const [from, ...others] = other;
  const time = at === undefined ? undefined : timeOf(at);
  const old = from === undefined ? undefined : timeOf(from);
  if (from === undefined || time === undefined || old === undefined || more.length > 0 || others.length > 0) return [];
  const text = textAt(context, from.place);
  const wanted = text.replace(timeAs(old), timeAs(time));
  return wanted === text ? [] : [{ title: `Run \`${moved.name}\` ${wanted}`, edits: [{ ...from.place, text: wanted }], safe: false }];
}

function timeOf({ form }: Schedule): number | undefined {
  return 'times' in form && form.times.length === 1 ? form.times[0] : undefined;
}
