/** What scripts are written for, and what not, and why. */
import type { BackupBlock, Copy, Job, Plan, Storage, System, Verify } from '../../plan/model.ts';

/** The part of a backup block that has scripts. */
export interface Chain {
  readonly system: System;
  readonly block: BackupBlock;
  readonly fulls: readonly Job[];
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

/** All that has no script, in the order of the plan. */
export function notGenerated(plan: Plan): Missing[] {
  const surveyed = surveys(plan);
  const missing = surveyed.flatMap((each) => each.missing);
  if (plan.scheduler.value !== 'kubernetes' || surveyed.every(({ chain }) => chain.length === 0)) return missing;
  return [...missing, { about: 'schedule', because: 'Kubernetes CronJobs are not written yet: start the scripts by other means' }];
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
  const systemReason = system.kind === 'postgresql' ? unsafeText(system) : `there are no scripts for ${system.kind} yet`;

  const jobs = block.jobs.filter((job) => passes(job.id, managed(job) ?? systemReason ?? jobReason(plan, job)));
  const fulls = jobs.filter((job) => job.word === 'full');
  const logs = jobs.filter((job) => job.word === 'log');
  const reached = new Set(jobs.map((job) => job.to));
  const copies: Copy[] = [];
  for (const copy of block.copies) {
    const reason = managed(copy) ?? systemReason ?? copyReason(plan, copy, reached);
    if (!passes(copy.id, reason)) continue;
    copies.push(copy);
    reached.add(copy.to);
  }
  const verifies = block.verifies.filter((verify) =>
    passes(verify.id, systemReason ?? (fulls.length === 0 ? 'no full of its block has a script' : undefined)),
  );
  if (fulls.length === 0)
    return {
      chain: [],
      missing: [...missing, ...[...logs, ...copies].map(({ id }) => ({ about: id, because: 'no full of its block has a script' }))],
    };
  const names = [...new Set([...jobs.map(({ to }) => to), ...copies.map(({ to }) => to)])];
  const storages = plan.storages.filter(({ name }) => names.includes(name)).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  return { chain: [{ system, block, fulls, logs, copies, verifies, storages }], missing };
}

function managed({ managedBy }: { readonly managedBy?: string }): string | undefined {
  return managedBy === undefined ? undefined : `it is run by ${managedBy}`;
}

function jobReason(plan: Plan, job: Job): string | undefined {
  if (job.word !== 'full' && job.word !== 'log') return `there are no scripts for ${job.word} jobs yet`;
  const tool = job.tool?.value;
  if (tool === undefined) return 'no tool can do it';
  if (tool !== 'pg_dump' && tool !== 'pg_basebackup') return `there are no scripts for ${tool} yet`;
  if (job.key !== undefined) return 'scripts that encrypt are not written yet';
  return storageReason(plan, job.to);
}

function copyReason(plan: Plan, copy: Copy, reached: ReadonlySet<string>): string | undefined {
  if (copy.key !== undefined) return 'scripts that encrypt are not written yet';
  return (
    storageReason(plan, copy.from) ??
    storageReason(plan, copy.to) ??
    (reached.has(copy.from) ? undefined : `nothing with a script puts points on ${copy.from}`)
  );
}

/** Storages with scripts are folders; their paths stand in scripts, units and settings of other programs. */
function storageReason(plan: Plan, name: string): string | undefined {
  const storage = plan.storages.find((candidate) => candidate.name === name);
  if (storage === undefined) return `there is no storage ${name}`;
  if (!['disk', 'nas', 'removable'].includes(storage.kind))
    return `its storage ${name} is ${storage.kind}, for which there are no scripts yet`;
  if (storage.path === undefined) return `its storage ${name} has no path`;
  if (!storage.path.startsWith('/') || storage.path === '/') return `the path of ${name} is not an absolute path below /`;
  if (storage.path.split('/').includes('..')) return `the path of ${name} leads out of itself (..)`;
  return hasControl(storage.path) ? `the path of ${name} holds control characters` : undefined;
}

function unsafeText(system: System): string | undefined {
  if (system.databases.some((name) => name.includes('\0'))) return 'a database name holds a NUL character';
  if (system.databases.includes('')) return 'a database name is empty';
  return [system.host, system.user, system.credentials].some((text) => text !== undefined && hasControl(text))
    ? 'its host, user or credentials hold control characters'
    : undefined;
}

function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text);
}
