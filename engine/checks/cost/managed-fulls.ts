/** Fulls of tools of which the plan only says the name: whether they store what has not changed again, nobody can say. */
import { type Costs, costs } from '../../assess/cost/cost.ts';
import type { BackupBlock, Job, Plan } from '../../plan/model.ts';
import type { Subject } from '../check.ts';
import { listed } from '../words.ts';

/** Where a block says of its jobs which are no fulls, its fulls are meant. */
function isUnclear({ managedBy, word, tool }: Job, { jobs }: BackupBlock): boolean {
  if (managedBy === undefined || tool !== undefined || word !== 'full') return false;
  return !jobs.some((job) => job.word === 'incremental' || job.word === 'differential');
}

/** Who makes such fulls that come to a storage, by themselves or by copies. Without a storage: to any. */
export function unclearTools({ systems }: Plan, storage?: string): readonly string[] {
  const blocks = systems.flatMap((system) => system.blocks);
  const tools = blocks.flatMap((block) => {
    const jobs = block.jobs.filter((job) => isUnclear(job, block));
    const coming = jobs.filter(({ to }) => storage === undefined || goesOn(block, to).has(storage));
    return coming.flatMap(({ managedBy }) => managedBy ?? []);
  });
  return [...new Set(tools)];
}

/** The storage itself, and those that copies take its points to. */
function goesOn({ copies }: BackupBlock, from: string): ReadonlySet<string> {
  const reached = new Set([from]);
  for (const storage of reached) for (const copy of copies) if (copy.from === storage) reached.add(copy.to);
  return reached;
}

/** `if Veeam stores every full whole`. */
export function ifWhole(tools: readonly string[]): string {
  return `if ${listed(tools)} ${tools.length === 1 ? 'stores' : 'store'} every full whole`;
}

const least = new WeakMap<Plan, Costs>();

/** What the storages hold and cost if all such tools store only what has changed. */
export function leastCosts({ plan, catalogue }: Subject): Costs {
  const known =
    least.get(plan) ?? costs(frugal(plan, Object.entries(catalogue.tools).find(([, tool]) => tool.deduplicates)?.[0]), catalogue);
  least.set(plan, known);
  return known;
}

function frugal(plan: Plan, tool: string | undefined): Plan {
  if (tool === undefined) return plan;
  const assumed = { value: tool, source: { from: 'default', about: 'using', because: 'it stores only what has changed' } } as const;
  const inBlock = (block: BackupBlock): BackupBlock => ({
    ...block,
    jobs: block.jobs.map((job) => (isUnclear(job, block) ? { ...job, tool: assumed } : job)),
  });
  return { ...plan, systems: plan.systems.map((system) => ({ ...system, blocks: system.blocks.map(inBlock) })) };
}
