import type { BackupBlock, Job, System } from '../../plan/model.ts';
import { storagesWith } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { bringFulls } from './bring-fulls.ts';
import { lessLost } from './less-lost.ts';

const id = { code: 'chain-apart', severity: 'error' } as const;

export const chainApart: Check = {
  ...id,
  group: 'loss',
  summary: 'Incrementals or differentials come to a storage that the full they need does not come to.',
  implies: ['unrecoverable', 'violates-3-2-1', 'log-without-base', 'retention-unmet'],
  hides: ['rpo-unmet', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded'],
  *run(context) {
    for (const system of context.judged) {
      for (const block of system.blocks) {
        const found = report(context, system, block) ?? severalRepositories(context, system, block);
        if (found !== undefined) yield found;
      }
    }
  },
  brings({ about = '' }, before, after) {
    return lessLost(about, before, after);
  },
};

function report(context: CheckContext, system: System, block: BackupBlock): Finding | undefined {
  const chained = block.jobs.filter((job) => isChained(context, job));
  const fulls = storagesWith(block, 'full');
  const words = [...new Set(chained.map(({ word }) => word))];
  const apart = [...new Set(words.flatMap((word) => [...storagesWith(block, word)]))].filter((storage) => !fulls.has(storage));
  const [storage] = apart;
  const brings = [...chained, ...block.copies].find(({ to }) => to === storage);
  if (storage === undefined || brings === undefined) return undefined;
  const comes = fulls.size === 0 ? 'there is no full at all' : `the full that they need comes to ${listed([...fulls])} only`;
  const names = listed(words.map((word) => `${word}s`));
  const message = `The ${names} of \`${system.name}\` come to ${listed(apart)}, and ${comes}: without it they restore nothing. ${fulls.size === 0 ? 'Make a full there.' : `Bring the full to ${listed(apart)} too.`}`;
  const fixes: Fix[] = apart.length === 1 ? bringFulls(context, system, block, storage) : [];
  const related = block.jobs.filter(({ word }) => word === 'full').map(({ place }) => ({ place, message: 'The full that they need.' }));
  return finding(id, brings.place, message, { about: system.name, related, fixes });
}

/** Two repositories in one block: what comes to the one rests on the latest full, and every other time that lies on the other. */
function severalRepositories(context: CheckContext, system: System, block: BackupBlock): Finding | undefined {
  const fulls = block.jobs.filter((job) => job.word === 'full' && job.managedBy === undefined);
  for (const job of block.jobs.filter((each) => isChained(context, each))) {
    const strange = fulls.find(({ to }) => to !== job.to && !isBrought(block, to, job.to));
    const own = fulls.find(({ to }) => to === job.to);
    if (strange === undefined || own === undefined) continue;
    const message = `The ${job.word}s of \`${system.name}\` on ${job.to} count as resting on the latest full of their block, and some fulls go to ${strange.to} alone: what follows one of these restores nothing without ${strange.to}. Give each of the two a \`backup\` block of its own.`;
    const related = [strange, own].map(({ place, to }) => ({ place, message: `A full on ${to}.` }));
    return finding(id, job.place, message, { about: system.name, related });
  }
  return undefined;
}

/** Whether copies take what comes to one storage to another. */
function isBrought({ copies }: BackupBlock, from: string, to: string): boolean {
  const reached = new Set([from]);
  for (const storage of reached) for (const copy of copies) if (copy.from === storage) reached.add(copy.to);
  return reached.has(to);
}

/** Whether points of a job need others: not where the tool stores each as a whole, and not where somebody else runs it. */
function isChained({ catalogue }: CheckContext, { word, tool, managedBy }: Job): boolean {
  if (word !== 'incremental' && word !== 'differential') return false;
  return managedBy === undefined && (tool === undefined || catalogue.tools[tool.value]?.deduplicates !== true);
}
