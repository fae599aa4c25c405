/** Whether a plan with a designed backup holds: the checks say, and nothing else. */
import { checksFor } from '../checks/all.ts';
import type { Finding } from '../checks/finding.ts';
import { apart, identity, tally } from '../checks/identity.ts';
import type { Examination } from '../examine.ts';

/** Errors that are about what a system is, not about how it is backed up. */
const ofTheSystem = new Set(['secret-in-plan']);

/**
 * The errors that stand against a backup: all about its system, and those elsewhere that came with it (a storage that is full, a budget that
 * is exceeded, a system that waits for this one). What the text itself had wrong before is no fault of it.
 */
export function objections(before: Examination, after: Examination, system: string): readonly Finding[] {
  const language = new Set(checksFor(after.catalogue).flatMap(({ code, group }) => (group === 'language' ? [code] : [])));
  const had = tally(apart(before.findings).filter(isError));
  const has = apart(after.findings).filter(isError);
  const counts = tally(has);
  return has.filter((each) => {
    const known = (had.get(identity(each)) ?? 0) >= (counts.get(identity(each)) ?? 0);
    if (each.about !== system) return !known;
    return !(known && (language.has(each.code) || ofTheSystem.has(each.code)));
  });
}

/** Warnings about the system that it would leave. */
export function reservations({ findings }: Examination, system: string): readonly Finding[] {
  return apart(findings).filter(({ severity, about }) => severity === 'warning' && about === system);
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}
