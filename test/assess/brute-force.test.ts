import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assess } from '../../engine/assess/assess.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { type Rule, type SmallPlan, type Timetable, worstLossOf } from './brute-force.ts';
import { planOf } from './plan-of.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const time = fc.integer({ min: 0, max: 47 }).map((half) => half * 1800);
const timetable: fc.Arbitrary<Timetable> = fc.oneof(
  time.map((at) => ({ times: [at] })),
  time.filter((at) => at < 12 * HOUR).map((at) => ({ times: [at, at + 12 * HOUR] })),
  fc
    .tuple(time, fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }))
    .map(([at, weekdays]) => ({ times: [at], weekdays })),
);
const taking = fc.oneof(fc.integer({ min: 1, max: 240 }), fc.constantFrom(30, 60, 1500)).map((minutes) => minutes * 60);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((last) => ({ last })),
  fc.integer({ min: 1, max: 9 }).map((daily) => ({ daily })),
  fc.integer({ min: 2, max: 20 }).map((days) => ({ dailyFor: days * DAY })),
  fc.integer({ min: 2, max: 20 }).map((days) => ({ for: days * DAY })),
);
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const days = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max }).map((amount) => amount * DAY);
const storage = fc.record({
  keep: fc.oneof({ weight: 9, arbitrary: fc.array(rule, { minLength: 1, maxLength: 2 }) }, { weight: 1, arbitrary: fc.constant([]) }),
  keepLogs: maybe(days(2, 12)),
  lock: maybe(days(1, 20)),
  production: fc.boolean(),
  offline: fc.boolean(),
});
const where = fc.integer({ min: 0, max: 2 });

const smallPlan: fc.Arbitrary<SmallPlan> = fc
  .record({
    storages: fc.tuple(storage, storage, storage),
    capturedAtEnd: fc.boolean(),
    full: fc.record({ when: timetable, taking, to: where }),
    others: fc.array(
      fc.record({ word: fc.constantFrom('incremental' as const, 'differential' as const), when: timetable, taking, to: where }),
      { maxLength: 2 },
    ),
    log: maybe(
      fc.record({ to: where, lag: maybe(fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * 60)), when: timetable, taking }),
    ),
    copies: fc.array(
      fc.record({
        move: fc.integer({ max: 3, min: 0 }).map((one) => one === 0),
        when: fc.oneof(timetable, fc.constant('after full' as const)),
        from: where,
        to: where,
        taking,
      }),
      { maxLength: 3 },
    ),
    kind: fc.constantFrom('lose', 'corrupt', 'compromise', 'storage'),
    lost: where,
    delay: fc.oneof(
      fc.constant(0),
      days(1, 20),
      fc.integer({ min: 1, max: 60 }).map((hours) => hours * HOUR),
    ),
  })
  .map(({ storages, capturedAtEnd, full, others, log, copies, kind, lost, delay }) => ({
    storages,
    capturedAtEnd,
    jobs: [
      { word: 'full' as const, ...full },
      ...(capturedAtEnd
        ? others.filter((job, index) => !others.slice(0, index).some(({ word, to }) => word === job.word && to === job.to))
        : []),
    ],
    log: log === undefined ? undefined : { ...log, when: log.lag === undefined ? log.when : undefined },
    copies: copies.filter(
      ({ from, to }, index) => from !== to && !copies.slice(0, index).some((other) => other.from === from && other.to === to),
    ),
    incident: {
      loseSystem: kind === 'lose' || kind === 'storage',
      loseStorages: kind === 'storage' ? [lost] : [],
      compromise: kind === 'compromise',
      delay: kind === 'storage' ? 0 : delay,
    },
  }));

function schedule({ times, weekdays }: Timetable): string {
  const clock = times.map((at) => `${String(Math.floor(at / HOUR)).padStart(2, '0')}:${at % HOUR === 0 ? '00' : '30'}`).join(', ');
  return weekdays === undefined ? `daily at ${clock}` : `weekly on ${weekdays.map((day) => weekdayNames[day - 1]).join(', ')} at ${clock}`;
}

function keepRule(one: Rule): string {
  if ('last' in one) return `${one.last} last`;
  if ('daily' in one) return `${one.daily} daily`;
  return 'for' in one ? `${one.for / DAY} days` : `daily for ${one.dailyFor / DAY} days`;
}

/** The same plan as a person would write it. */
function written({ storages, capturedAtEnd, jobs, log, copies, incident }: SmallPlan): string {
  const using = capturedAtEnd ? 'pgbackrest' : 'mariadb-dump';
  const lines = ['plan "small" { timezone "UTC" }', 'site here { kind datacenter }'];
  for (const [index, each] of storages.entries()) {
    const lock = each.lock === undefined ? '' : `; immutable ${each.lock / DAY} days`;
    lines.push(
      `storage s${index}: disk { at here; path "/s${index}"${lock}${each.production ? '' : '; account vault'}${each.offline ? '; offline' : ''} }`,
    );
  }
  lines.push(`system db: ${capturedAtEnd ? 'postgresql' : 'mariadb'} {`, '  at here; size 1 GB; changes 1 GB/day', '  backup {');
  for (const { word, when, to, taking: long } of jobs)
    lines.push(`    ${word} ${schedule(when)} to s${to} using ${using} taking ${long / 60}m`);
  if (log?.lag !== undefined) lines.push(`    log continuous to s${log.to} lag ${log.lag / 60}m`);
  if (log?.when !== undefined) lines.push(`    log ${schedule(log.when)} to s${log.to} taking ${log.taking / 60}m`);
  for (const { move, when, from, to, taking: long } of copies) {
    lines.push(
      `    ${move ? 'move' : 'copy'} ${when === 'after full' ? when : schedule(when)} from s${from} to s${to} taking ${long / 60}m`,
    );
  }
  for (const [index, { keep, keepLogs }] of storages.entries()) {
    if (keep.length > 0) lines.push(`    keep on s${index} ${keep.map(keepRule).join(', ')}`);
    if (keepLogs !== undefined) lines.push(`    keep logs on s${index} ${keepLogs / DAY} days`);
  }
  lines.push('  }', '}', 'scenario trouble {');
  if (incident.loseSystem) lines.push(`  lose ${['db', ...incident.loseStorages.map((index) => `s${index}`)].join(', ')}`);
  else lines.push(incident.compromise ? '  compromise production' : '  corrupt db');
  lines.push(`  detected after ${incident.delay / HOUR}h`, '}');
  return lines.join('\n');
}

describe('worst-case loss against the definitions, step by step', () => {
  const seed = Number(process.env.SEED ?? 20270101);
  const numRuns = Number(process.env.RUNS ?? 12);
  it(`${numRuns} random plans, seed ${seed}`, () => {
    fc.assert(
      fc.property(smallPlan, (small) => {
        const text = written(small);
        const loss = assess(planOf(text), builtinCatalogue).systems[0]?.scenarios[0]?.loss;
        const seconds = loss?.status === 'unrecoverable' ? Infinity : loss?.seconds;
        assert.equal(seconds, worstLossOf(small), text);
        const parts = loss?.derivation.parts?.reduce((sum, { value = 0 }) => sum + value, 0);
        if (parts !== undefined) assert.equal(parts, seconds, `the parts do not add up:\n${text}`);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  }).timeout(300_000);
});
