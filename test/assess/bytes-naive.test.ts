/** Stored bytes against a day-by-day sum over the histories of the simulator, which knows nothing of engine/assess. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sharesOf } from '../../engine/assess/bytes/bytes.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { BackupBlock, Plan, Storage, System } from '../../engine/plan/model.ts';
import { historyOf } from '../simulator/history.ts';
import { planOf } from './plan-of.ts';

const DAY = 86400;
/** March 2027: sizes have grown twice. */
const FROM = Date.UTC(2027, 2, 1) / 1000;
const TO = Date.UTC(2027, 3, 1) / 1000;

const pick = fc.constantFrom<string[]>;

const texts = fc
  .record({
    zone: pick('UTC', 'Europe/Berlin'),
    system: pick(
      'files; path "/n"; full daily at 01:30 to near using restic',
      'files; path "/n"; full every 6h to near using restic',
      'files; path "/n"; full weekly on sunday at 02:00 to near using tar; incremental daily at 02:00 to near using tar',
      'postgresql; database "d"; full daily at 02:00 to near using pg_basebackup; log continuous to near',
      'postgresql; database "d"; full weekly on sunday at 03:00 to near using pgbackrest; differential daily at 03:00 to near using pgbackrest; log every 1h to near',
    ),
    grows: pick('', 'grows 5%/month', 'grows 40 GB/month', 'grows 30%/year'),
    logs: pick('', 'logs 3 GB/day'),
    compresses: pick('', 'compresses to 40%'),
    copy: pick('', 'copy after full from near to far', 'copy every 6h from near to far', 'copy weekly on monday at 12:00 from near to far'),
    near: pick('', 'keep on near 10 days', 'keep on near 6 last', 'keep on near daily for 9 days, 3 weekly'),
    far: pick('', 'keep on far 20 days', 'keep on far 5 daily, 4 weekly, 2 monthly'),
    logsOnNear: pick('', 'keep logs on near 3 days'),
    logsOnFar: pick('', 'keep logs on far 8 days'),
    lock: pick('', 'immutable 12 days'),
  })
  .map((of) => {
    const [kind, target, ...jobs] = of.system.split('; ');
    const copied = of.copy === '' ? [] : [of.copy, of.far];
    const logged = jobs.some((job) => job.startsWith('log'));
    const logs = logged ? [of.logsOnNear, ...(of.copy === '' ? [] : [of.logsOnFar])] : [];
    const block = [...jobs, ...copied, of.near, ...logs].filter((line) => line !== '').join('\n');
    return `plan "p" { timezone "${of.zone}" }
site here { kind datacenter }
site there { kind cloud }
storage near: disk { at here; path "/b" }
storage far: s3 { at there; bucket "b"; ${of.lock} }
system s: ${kind} { at here; ${target}; size 200 GB; changes 12 GB/day; ${of.logs}; ${of.grows}; ${of.compresses}
backup {
${block}
} }`;
  });

describe('stored bytes', () => {
  it('agree with a day-by-day sum over a second history', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(texts, (text) => {
        const plan = planOf(text);
        for (const { storage, system, level, missing } of sharesOf(plan, builtinCatalogue)) {
          assert.deepEqual(missing, []);
          const [block] = system.blocks;
          assert.ok(block !== undefined);
          const expected = meanOf(plan, system, block, storage);
          const actual = level(FROM, TO).average(FROM, TO);
          assert.ok(Math.abs(actual - expected) <= 0.002 * expected + 1e7, `${storage.name}: ${actual}, expected ${expected}`);
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** The mean bytes of March: points to the second, log and the base of a repository by the hour. */
function meanOf(plan: Plan, system: System, block: BackupBlock, storage: Storage): number {
  const begin = Date.UTC(2025, 0, 1) / 1000;
  const history = historyOf(plan, builtinCatalogue, system, block, begin, TO);
  const repository = block.jobs.some(({ tool }) => builtinCatalogue.tools[tool?.value ?? '']?.deduplicates === true);
  const stays = history.points.flatMap(({ stays }) => stays).filter((stay) => stay.storage === storage.name);
  const [first] = history.points;
  let sum = 0;
  for (const { point, from, until } of stays) {
    const there = Math.min(until, TO) - Math.max(from, FROM);
    // Of a repository the first point is the base.
    if (there > 0 && !(repository && point === first)) sum += there * point.bytes * grown(system, point.capture);
  }
  for (let at = FROM + 1800; at < TO; at += 3600) {
    if (repository && stays.some(({ from, until }) => from <= at && at < until))
      sum += 3600 * (system.size?.value ?? 0) * system.compresses.value * grown(system, at);
    if (block.jobs.some(({ word }) => word === 'log')) sum += 3600 * logAt(system, history, storage, begin, at);
  }
  return sum / (TO - FROM);
}

function logAt(system: System, history: ReturnType<typeof historyOf>, storage: Storage, begin: number, at: number): number {
  const floor = Math.max(begin, history.logFloor(storage.name, at));
  const lock = storage.immutable?.value.seconds ?? 0;
  let bytes = 0;
  for (const { storage: on, lag } of history.streams) {
    if (on === storage.name) bytes += written(system, Math.min(floor, lock === 0 ? floor : at - lock - lag), at - lag);
  }
  for (const piece of history.pieces.get(storage.name) ?? []) {
    if (piece.at <= at) bytes += written(system, at < piece.at + lock ? piece.from : Math.max(piece.from, floor), piece.to);
  }
  return bytes;
}

/** Log of [from, to), each day at its own month's rate. */
function written(system: System, from: number, to: number): number {
  const rate = (system.logs?.value ?? 0) * system.compresses.value;
  const grows = system.logs?.source.from === 'default';
  let bytes = 0;
  for (let at = from; at < to; ) {
    // Before 2027 nothing grows.
    const next = Math.min(to, Math.max(Date.UTC(2027, 1, 1) / 1000, (Math.floor(at / DAY) + 1) * DAY));
    bytes += rate * (next - at) * (grows ? grown(system, at) : 1);
    at = next;
  }
  return bytes;
}

function grown({ grows, size }: System, instant: number): number {
  const date = new Date(instant * 1000);
  const months = Math.max(0, (date.getUTCFullYear() - 2027) * 12 + date.getUTCMonth());
  if (grows === undefined) return 1;
  const { fraction, bytes = 0, perMonths } = grows.value;
  return fraction === undefined ? 1 + ((bytes / perMonths) * months) / (size?.value ?? 1) : (1 + fraction) ** (months / perMonths);
}
