/** What scripts are written for, and what not, and why. */
import type { BackupBlock, Copy, Job, Plan, Storage, System, Verify } from '../../plan/model.ts';
import { veleroReason } from '../schedule/velero.ts';
import type { Engine } from './engine.ts';
import { engineOf } from './engines.ts';
import { withoutPair } from './pairs.ts';
import { remoteReason } from './remote.ts';
import { hasControl } from './text.ts';

/** The part of a backup block that has scripts. */
export interface Chain {
  readonly system: System;
  readonly block: BackupBlock;
  readonly engine: Engine;
  /** Full, incremental and differential jobs. */
  readonly jobs: readonly Job[];
  readonly logs: readonly Job[];
  readonly copies: readonly Copy[];
  readonly verifies: readonly Verify[];
  /** All storages of these jobs and copies, jobs' first. */
  readonly storages: readonly Storage[];
}

/** A job, copy or verification without a script. `about` is its id; `because` a clause: `its storage vault is s3, …`. */
export interface Missing {
  readonly about: string;
  readonly because: string;
}

/** The chains that have scripts. A chain without a full of its own has none. */
export function chains(plan: Plan): Chain[] {
  return surveys(plan).flatMap(({ chain }) => chain);
}

/** All that has no script, in the order of the plan; standbys at the end. */
export function notGenerated(plan: Plan): Missing[] {
  return [...surveys(plan).flatMap((each) => each.missing), ...plan.systems.flatMap(withoutPair)];
}

interface Survey {
  readonly chain: readonly Chain[];
  readonly missing: readonly Missing[];
}

function surveys(plan: Plan): Survey[] {
  return plan.systems.flatMap((system) => system.blocks.map((block) => survey(plan, system, block)));
}

function survey(plan: Plan, system: System, block: BackupBlock): Survey {
  const missing: Missing[] = [];
  const passes = (id: string, reason: string | undefined): boolean => {
    if (reason !== undefined) missing.push({ about: id, because: reason });
    return reason === undefined;
  };
  // Velero's own controller runs its jobs: they have Schedules, and no scripts.
  const scripted = block.jobs.filter((job) => veleroReason(plan, job) !== undefined);
  const covered = scripted.filter((job) => passes(job.id, managed(job) ?? jobReason(plan, system, block, job)));
  const jobs = covered.filter((job) => job.word !== 'log');
  const logs = covered.filter((job) => job.word === 'log');
  const engine = engineOf(jobs.find((job) => job.word === 'full')?.tool?.value ?? '', system.kind);
  const reached = new Set(covered.map((job) => job.to));
  const copies: Copy[] = [];
  for (const copy of block.copies) {
    if (!passes(copy.id, managed(copy) ?? copyReason(plan, engine, copy, reached))) continue;
    copies.push(copy);
    reached.add(copy.to);
  }
  const verifies = block.verifies.filter((verify) => passes(verify.id, engine === undefined ? withoutFull : undefined));
  for (const { id, expect } of verifies)
    if (expect !== undefined && engine?.asksNothing !== undefined) missing.push({ about: id, because: engine.asksNothing });
  if (engine === undefined)
    return { chain: [], missing: [...missing, ...[...covered, ...copies].map(({ id }) => ({ about: id, because: withoutFull }))] };
  const names = [...new Set([...covered.map(({ to }) => to), ...copies.map(({ to }) => to)])];
  const storages = plan.storages.filter(({ name }) => names.includes(name)).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const { lockLack } = engine;
  if (lockLack !== undefined)
    for (const { name, immutable } of storages)
      if (immutable !== undefined) missing.push({ about: `${system.name}, the lock of ${name}`, because: lockLack });
  return { chain: [{ system, block, engine, jobs, logs, copies, verifies, storages }], missing };
}

const withoutFull = 'no full of its block has a script';

function managed({ managedBy }: { readonly managedBy?: string }): string | undefined {
  return managedBy === undefined ? undefined : `it is run by ${managedBy}`;
}

function jobReason(plan: Plan, system: System, block: BackupBlock, job: Job): string | undefined {
  const tool = job.tool?.value;
  if (tool === undefined) return job.word === 'snapshot' ? 'there are no scripts for snapshot jobs yet' : 'no tool can do it';
  const engine = engineOf(tool, system.kind);
  if (tool === 'velero') return veleroReason(plan, job);
  if (engine === undefined) return `there are no scripts for ${tool} on ${system.kind} yet`;
  if (engine.tools[tool]?.includes(job.word) !== true) return `there are no scripts for ${job.word} jobs with ${tool} yet`;
  // The points of a block lie together.
  const first = block.jobs.map((other) => engineOf(other.tool?.value ?? '', system.kind)).find((other) => other !== undefined);
  if (first !== engine) return `its block has jobs with other tools: give those with ${tool} a block of their own`;
  return engine.systemReason(system) ?? engine.jobReason?.(block, job) ?? storageReason(plan, engine, job);
}

function copyReason(plan: Plan, engine: Engine | undefined, copy: Copy, reached: ReadonlySet<string>): string | undefined {
  const [from, to] = [copy.from, copy.to].map((name) => plan.storages.find((storage) => storage.name === name));
  return (
    storageReason(plan, engine, { to: copy.from }) ??
    storageReason(plan, engine, copy) ??
    (from === undefined || to === undefined ? undefined : engine?.copyReason?.(from, to)) ??
    (reached.has(copy.from) ? undefined : `nothing with a script puts points on ${copy.from}`)
  );
}

/** A folder on the host itself, under a path of its own, with a marker file. */
export function isLocal({ kind }: Storage): boolean {
  return ['disk', 'nas', 'removable'].includes(kind);
}

/** Paths of storages stand in scripts, units and settings of other programs. */
function storageReason(plan: Plan, engine: Engine | undefined, { to: name, key }: Pick<Job, 'to' | 'key'>): string | undefined {
  const storage = plan.storages.find((candidate) => candidate.name === name);
  if (storage === undefined) return `there is no storage ${name}`;
  const ownReason = engine?.storageReason?.(storage, key ?? storage.key);
  if (!isLocal(storage)) return (engine?.remoteReason ?? remoteReason)(storage) ?? ownReason;
  if (storage.path === undefined) return `its storage ${name} has no path`;
  if (!storage.path.startsWith('/') || storage.path === '/') return `the path of ${name} is not an absolute path below /`;
  if (storage.path.split('/').includes('..')) return `the path of ${name} leads out of itself (..)`;
  return hasControl(storage.path) ? `the path of ${name} holds control characters` : ownReason;
}
