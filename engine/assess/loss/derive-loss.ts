/** The derivation of a worst-case loss: its parts, each with the job or copy that it rests on. */
import type { Copy, Job, Plan, Quantity, System } from '../../plan/model.ts';
import { linkBetween } from '../../plan/sites.ts';
import type { Derivation } from '../assessment.ts';
import type { ShapedBlock } from '../made/block.ts';
import { assumed } from '../rests-on.ts';
import type { Explanation, Part } from './explain.ts';
import type { StruckBlock } from './loss.ts';

export function deriveLoss(plan: Plan, system: System, blocks: readonly StruckBlock[], { parts, storage }: Explanation): Derivation {
  return {
    label: `worst-case loss of ${system.name}${storage === undefined ? '' : `, restored from ${storage}`}`,
    parts: parts.map((part) => derivePart(plan, system, blocks[part.source?.block ?? 0]?.shaped, part)),
  };
}

function derivePart(plan: Plan, system: System, block: ShapedBlock | undefined, { label, seconds, source, of }: Part): Derivation {
  const node: Derivation = { label, value: seconds, unit: 'seconds' };
  const job = block?.jobs[source?.job ?? -1];
  const copy = block?.copies[source?.copy ?? -1];
  const run = job ?? copy;
  if (run === undefined || block === undefined) return node;
  if (of === 'interval') return { ...node, place: run.schedule === 'continuous' ? run.place : run.schedule.place };
  if (of === 'lag' && job?.lag !== undefined) return { ...node, place: run.place, ...assumed(job.lag) };
  if (of !== 'duration') return { ...node, place: run.place };
  if (run.taking !== undefined) return { ...node, ...assumed(run.taking) };
  const rate = rateOf(plan, system, job, copy);
  const bytes: Derivation = { label: copy === undefined ? 'to write' : 'to copy in that run', value: seconds * rate.value, unit: 'bytes' };
  return { ...node, place: run.place, parts: [bytes, rate] };
}

/** The slowest of what a run goes over. */
function rateOf(plan: Plan, system: System, job: Job | undefined, copy: Copy | undefined): Derivation & { readonly value: number } {
  const target = plan.storages.find(({ name }) => name === (job ?? copy)?.to);
  const source = copy === undefined ? undefined : plan.storages.find(({ name }) => name === copy.from);
  const link = target === undefined ? undefined : linkBetween(plan, copy === undefined ? system.at : (source?.at ?? ''), target.at);
  const limits: (readonly [string, Quantity])[] = [];
  if (target !== undefined) limits.push([`that ${target.name} writes`, target.write]);
  if (source !== undefined) limits.push([`that ${source.name} reads`, source.read]);
  if (link !== undefined) limits.push([`over the link from ${link.between[0]} to ${link.between[1]}`, link.rate]);
  const [first, ...others] = limits;
  if (first === undefined) return { label: 'at no known rate', value: Infinity };
  const [label, rate] = others.reduce((least, limit) => (limit[1].value < least[1].value ? limit : least), first);
  return { label, value: rate.value, unit: 'bytes/second', ...assumed(rate) };
}
