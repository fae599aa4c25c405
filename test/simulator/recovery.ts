/** Recovery time: assessment.md, section 7. Restores run against the clock and share what they read from and through. */
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import type { BackupBlock, Plan, Scenario, System } from '../../engine/plan/model.ts';
import { restoreCap } from '../../engine/plan/restore-cap.ts';
import { affects, type Damage } from './damage.ts';
import type { History } from './history.ts';
import { worstLoss } from './loss.ts';
import { type Gaps, inChain, linkOf, storageNamed } from './sizes.ts';

/** A storage that a system could be restored from, and what decides between several. */
export interface Source {
  readonly storage: string;
  readonly history: History;
  /** Worst-case loss of the storage's own points; 0 where there is no other storage to compare it with. */
  readonly loss: number;
  /** Retrieval and transfer, nobody else restoring. */
  readonly alone: number;
}

export interface Finish {
  /** Infinite: unrecoverable. */
  readonly seconds: number;
  readonly sources: readonly Source[];
}

/** What a restore reads. */
interface Load {
  readonly bytes: number;
  readonly retrieval: number;
  readonly cap: number;
  /** What it shares, by name, with the rate of each. */
  readonly shares: ReadonlyMap<string, number>;
}

/** The best sources, best first; those that are as good as the first in everything but the order of declaration come with it. */
export function sourcesOf(
  plan: Plan,
  catalogue: Catalogue,
  scenario: Scenario,
  system: System,
  histories: readonly History[],
  damage: Damage,
) {
  const found: Source[] = [];
  const candidates = plan.storages
    .filter(({ name }) => !damage.lost.has(name))
    .map(({ name }) => ({ name, here: histories.filter(({ block }) => getsBases(block, name)) }))
    .filter(({ here }) => here.length > 0);
  for (const { name, here } of candidates) {
    const loss = candidates.length === 1 ? 0 : worstLoss(plan, histories, damage, name);
    const each = here.map((history) => {
      const load = loadOf(plan, catalogue, scenario, system, history, name);
      const own = here.length === 1 ? loss : worstLoss(plan, [history], damage, name);
      return { history, own, alone: load.retrieval + load.bytes / Math.min(load.cap, ...load.shares.values()) };
    });
    // Of several blocks the text says nothing: the one that loses least, then the first.
    each.sort((a, b) => compare(a.own, b.own));
    const best = each[0];
    if (best !== undefined) found.push({ storage: name, history: best.history, loss, alone: best.alone });
  }
  return found.sort((a, b) => compare(a.loss, b.loss) || compare(a.alone, b.alone));
}

function compare(a: number, b: number): number {
  return Math.abs(a - b) < 0.5 || a === b ? 0 : a - b;
}

/** Fulls or snapshots come to this storage, from a job or, one copy after another, from another storage. */
export function getsBases(block: BackupBlock, storage: string): boolean {
  const gets = new Set(block.jobs.filter(({ word }) => word === 'full').map(({ to }) => to));
  for (let before = -1; before !== gets.size; ) {
    before = gets.size;
    for (const { from, to } of block.copies) if (gets.has(from)) gets.add(to);
  }
  return gets.has(storage) || block.jobs.some(({ word, to }) => word === 'snapshot' && to === storage);
}

function loadOf(plan: Plan, catalogue: Catalogue, scenario: Scenario, system: System, history: History, storage: string): Load {
  const { block, gaps } = history;
  const source = storageNamed(plan, storage);
  const link = linkOf(plan, source.at, scenario.recoverAt ?? system.at);
  const shares = new Map([[`storage ${storage}`, source.read.value]]);
  if (link !== undefined) shares.set(`link ${link.name}`, link.rate);
  const bytes = restoredBytes(catalogue, system, block, gaps, storage);
  const cap = restoreCap(system, block, catalogue)?.value ?? Number.POSITIVE_INFINITY;
  return { bytes, retrieval: source.retrieval.value, cap, shares };
}

/** What a restore from a storage reads. */
export function restoredBytes(catalogue: Catalogue, system: System, block: BackupBlock, gaps: Gaps, storage: string): number {
  if (block.jobs.some(({ word, to }) => word === 'snapshot' && to === storage)) return 0;
  const chained = block.jobs.some(({ word }) => word === 'incremental' || word === 'differential');
  const deduplicates = block.jobs.some((job) => inChain(job) && catalogue.tools[job.tool?.value ?? '']?.deduplicates);
  const changed = chained && !deduplicates ? (system.changes?.value ?? 0) * gaps.fulls : 0;
  return ((system.size?.value ?? 0) + changed) * system.compresses.value;
}

function replayOf(system: System, { block, gaps }: History): number {
  if (!block.jobs.some(({ word }) => word === 'log')) return 0;
  return ((system.logs?.value ?? 0) * gaps.chain) / system.replayAt.value;
}

/** One restore on its way. */
interface Restore {
  readonly system: System;
  readonly load: Load;
  readonly begins: number;
  readonly after: number;
  left: number;
}

/** Every affected system's finish, stepped through from detection on. `losses`: worst-case loss, infinite where nothing is restorable. */
export function recoveries(
  plan: Plan,
  catalogue: Catalogue,
  scenario: Scenario,
  damage: Damage,
  histories: ReadonlyMap<string, readonly History[]>,
  losses: ReadonlyMap<string, number>,
): ReadonlyMap<string, Finish> {
  const done = new Map<string, Finish>();
  const waiting: System[] = [];
  for (const system of plan.systems) {
    const standby = standbyOf(system, damage);
    if (!affects(damage, system.name) || system.exempt !== undefined) done.set(system.name, { seconds: 0, sources: [] });
    else if (standby !== undefined) done.set(system.name, { seconds: scenario.declareWithin.value + standby.failover.value, sources: [] });
    else if (losses.get(system.name) === Number.POSITIVE_INFINITY)
      done.set(system.name, { seconds: Number.POSITIVE_INFINITY, sources: [] });
    else waiting.push(system);
  }
  const running: Restore[] = [];
  const sourcesBySystem = new Map<string, readonly Source[]>();
  for (let now = 0; ; ) {
    admit(now);
    const active = running.filter(({ begins, left }) => begins <= now && left > 0);
    const rates = fairRates(active.map(({ load }) => load));
    const nextBegin = Math.min(...running.filter(({ begins }) => begins > now).map(({ begins }) => begins));
    const nextEnd = Math.min(...active.map(({ left }, index) => now + left / (rates[index] ?? 1)));
    const next = Math.min(nextBegin, nextEnd);
    if (next === Number.POSITIVE_INFINITY) break;
    for (const [index, restore] of active.entries()) {
      const ended = now + restore.left / (rates[index] ?? 1) <= next;
      restore.left = ended ? 0 : restore.left - (next - now) * (rates[index] ?? 1);
    }
    now = next;
  }
  return done;

  /** Puts what can be said by now into `done` and starts what no longer waits. */
  function admit(now: number): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const restore of [...running].filter(({ begins, left }) => left === 0 && begins <= now)) {
        running.splice(running.indexOf(restore), 1);
        const { name } = restore.system;
        done.set(name, { seconds: now + restore.after, sources: sourcesBySystem.get(name) ?? [] });
        changed = true;
      }
      for (const system of [...waiting]) {
        const finishes = system.dependsOn.map(({ name }) => done.get(name)?.seconds);
        if (finishes.includes(undefined)) continue;
        waiting.splice(waiting.indexOf(system), 1);
        changed = true;
        const ready = Math.max(scenario.declareWithin.value + scenario.provisionWithin.value, ...finishes.map((seconds) => seconds ?? 0));
        begin(system, ready);
      }
    }
  }

  function begin(system: System, ready: number): void {
    const sources = sourcesOf(plan, catalogue, scenario, system, histories.get(system.name) ?? [], damage);
    const source = sources[0];
    if (system.kind === 'application') done.set(system.name, { seconds: ready + (system.redeploy?.taking?.value ?? 0), sources: [] });
    else if (source === undefined || ready === Number.POSITIVE_INFINITY)
      done.set(system.name, { seconds: Number.POSITIVE_INFINITY, sources });
    else {
      sourcesBySystem.set(system.name, sources);
      const load = loadOf(plan, catalogue, scenario, system, source.history, source.storage);
      const steps = scenario.steps.filter((step) => step.phase === 'recover' && step.for === system.name);
      const after = replayOf(system, source.history) + steps.reduce((sum, { taking }) => sum + (taking?.value ?? 0), 0);
      running.push({ system, load, begins: ready + load.retrieval, after, left: load.bytes });
    }
  }
}

/** The standby that serves: the quickest, then the one that lags least. */
export function standbyOf(system: System, damage: Damage): System['standbys'][number] | undefined {
  const { name, standbys } = system;
  if (!damage.lost.has(name) || damage.corrupted.has(name) || damage.compromisedSystems.has(name)) return undefined;
  const serving = standbys.filter(({ at }) => !damage.lostSites.has(at));
  return serving.sort((a, b) => a.failover.value - b.failover.value || a.lag.value - b.lag.value)[0];
}

/** Max-min fair: all rates rise together, and each stops where its own cap or something that it shares is used up. */
export function fairRates(loads: readonly Load[]): readonly number[] {
  const rates = loads.map(() => 0);
  const open = new Set(loads.keys());
  while (open.size > 0) {
    let rise = Number.POSITIVE_INFINITY;
    for (const index of open) rise = Math.min(rise, (loads[index]?.cap ?? 0) - (rates[index] ?? 0));
    for (const [name, rate] of new Map(loads.flatMap(({ shares }) => [...shares]))) {
      const users = [...loads.keys()].filter((index) => loads[index]?.shares.has(name));
      const rising = users.filter((index) => open.has(index)).length;
      const used = users.reduce((sum, index) => sum + (rates[index] ?? 0), 0);
      if (rising > 0) rise = Math.min(rise, (rate - used) / rising);
    }
    for (const index of open) rates[index] = (rates[index] ?? 0) + rise;
    for (const index of [...open]) {
      const load = loads[index];
      if (load === undefined) continue;
      const full = [...load.shares].some(([name, rate]) => {
        const used = loads.reduce((sum, other, i) => sum + (other.shares.has(name) ? (rates[i] ?? 0) : 0), 0);
        return used >= rate * (1 - 1e-12);
      });
      if (full || (rates[index] ?? 0) >= load.cap * (1 - 1e-12)) open.delete(index);
    }
  }
  return rates;
}
