/** Puts findings and simple fixes together. */
import type { Range } from '../../grammar/tree.ts';
import type { Place } from '../plan/model.ts';
import type { Check } from './check.ts';
import type { Finding, Fix } from './finding.ts';

type Rest = Partial<Pick<Finding, 'severity' | 'about' | 'cause' | 'related' | 'fixes' | 'covers' | 'unnecessary' | 'ahead'>>;

/** A finding of `check` at `place`, with the check's severity unless `rest` gives another. */
export function finding(check: Pick<Check, 'code' | 'severity'>, place: Place, message: string, rest: Rest = {}): Finding {
  return { code: check.code, severity: check.severity, message, file: place.file, range: place.range, related: [], fixes: [], ...rest };
}

/** Did you mean: the word that was probably meant. Safe where it cannot well have been another. */
export function replacement(file: string, range: Range, text: string, safe = false): Fix {
  return { title: `Replace with \`${text}\``, edits: [{ file, range, text }], safe };
}

/** `; did you mean …?`, or nothing. */
export function didYouMean(guess: string | undefined): string {
  return guess === undefined ? '.' : `; did you mean \`${guess}\`?`;
}
