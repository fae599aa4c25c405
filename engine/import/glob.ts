import { UNKNOWN } from './unknown.ts';

const LONGEST = 200;

/** Whether a pattern of the shell (`*.sql.gz`) holds for a text; it may where parts of the text are not known. */
export function globMatches(pattern: string, text: string): boolean {
  if (pattern.length > LONGEST || text === UNKNOWN) return true;
  const any = pattern
    .replaceAll(/[\\^$.|+(){}[\]]/gu, '\\$&')
    .replaceAll(UNKNOWN, '*')
    .replaceAll(/\*+/gu, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${any}$`, 'iu').test(text.replaceAll(UNKNOWN, '0'));
}
