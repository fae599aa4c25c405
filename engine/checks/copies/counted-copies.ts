import { resultOf } from '../answers.ts';
import type { Subject } from '../check.ts';
import { counted } from '../words.ts';

/** `3 copies on 2 media, 1 off-site`: what a change has brought, for its title. */
export function countedCopies(subject: Subject, system: string): string | undefined {
  const copies = resultOf(subject, system)?.copies;
  if (copies === undefined) return undefined;
  const { total, media, offsite } = copies;
  return `${counted(total, 'copy', 'copies')} on ${counted(media.length, 'medium', 'media')}, ${offsite.length} off-site`;
}
