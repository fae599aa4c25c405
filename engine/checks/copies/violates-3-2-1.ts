import type { Copies } from '../../assess/assessment.ts';
import type { System } from '../../plan/model.ts';
import { resultOf } from '../answers.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, Subject } from '../check.ts';
import type { Severity } from '../finding.ts';
import { finding } from '../report.ts';
import { counted, listed } from '../words.ts';
import { anotherCopy, boughtCopy } from './another-copy.ts';
import { countedCopies } from './counted-copies.ts';
import { newStorage } from './new-storage.ts';
import { isSaidAlready } from './said-already.ts';

const id = { code: 'violates-3-2-1', severity: 'error' } as const;

export const violates321: Check = {
  ...id,
  group: 'copies',
  summary: 'Fewer than 3 copies, on fewer than 2 media, or none off-site.',
  *run(context) {
    for (const system of context.judged) {
      const copies = copiesOf(context, system.name);
      if (copies === undefined || !needsBackup(system, context.catalogue) || !isBackedUp(system) || isKept(copies)) continue;
      if (isSaidAlready(context, system)) continue;
      const message = `3-2-1 violated: ${tally(copies)}. ${counting(copies)} ${advice(copies)}`;
      yield finding(id, system.namePlace, message, {
        severity: severityOf(copies),
        about: system.name,
        // Of the same words with the same storages: what is said of one is true of all.
        cause: message,
        related: shortcomings(context, system, copies),
        fixes: [
          ...anotherCopy(context, system, copies.storages),
          ...boughtCopy(context, system, copies.storages),
          ...newStorage(context, system, copies.storages, copies.offsite.length > 0),
        ],
      });
    }
  },
  brings({ about = '' }, _before, after) {
    return countedCopies(after, about);
  },
};

function copiesOf(subject: Subject, name: string): Copies | undefined {
  return resultOf(subject, name)?.copies;
}

function isKept(copies: Copies): boolean {
  return copies.total >= 3 && copies.media.length >= 2 && copies.offsite.length >= 1;
}

/**
 * Three copies, one of them far away, and all on disks: no disaster of today takes them for that. One copy that is far away and that nobody
 * can delete survives most of what happens.
 */
function severityOf({ total, media, offsite, immutable }: Copies): Severity {
  if (total >= 3 && offsite.length >= 1) return 'info';
  return total === 2 && media.length >= 2 && offsite.some((name) => immutable.includes(name)) ? 'warning' : id.severity;
}

/** The rules that are broken, with the numbers. */
function tally(copies: Copies): string {
  const parts: string[] = [];
  if (copies.total < 3) parts.push(`${counted(copies.total, 'copy', 'copies')} (need 3)`);
  if (copies.media.length < 2) parts.push(`${counted(copies.media.length, 'medium', 'media')} (need 2)`);
  if (copies.offsite.length < 1) parts.push('none off-site');
  return parts.join(', ');
}

function counting({ storages }: Copies): string {
  return storages.length === 0
    ? 'Only production itself counts: no storage alone can restore it at any time.'
    : `${listed(['Production', ...storages])} count.`;
}

function advice(copies: Copies): string {
  const storage = copies.media.length < 2 ? `a storage on another medium than ${listed(copies.media, 'or')}` : 'one more storage';
  return `Copy the restore points to ${storage}${copies.offsite.length < 1 ? ' at another site' : ''}.`;
}

/** Why a storage that gets restore points does not count, or not as off-site. */
function shortcomings({ plan }: Subject, system: System, copies: Copies) {
  const used = new Set(system.blocks.flatMap((block) => [...block.jobs.map((job) => job.to), ...block.copies.map((copy) => copy.to)]));
  return plan.storages
    .filter((storage) => used.has(storage.name) && !copies.offsite.includes(storage.name))
    .map((storage) => ({
      place: storage.namePlace,
      message:
        storage.media.value === 'snapshot'
          ? `\`${storage.name}\` holds snapshots, which are lost with what they lie on: no copy.`
          : copies.storages.includes(storage.name)
            ? `\`${storage.name}\` stands at ${storage.at}, where ${system.name} is: not off-site.`
            : `\`${storage.name}\` alone cannot restore ${system.name} at every instant: no copy.`,
    }));
}
