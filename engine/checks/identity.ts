/** Which findings of two examinations are the same. */
import type { Finding } from './finding.ts';

/** Each for itself, also where they have one cause: a fix may mend one of them. */
export function apart(findings: readonly Finding[]): readonly Finding[] {
  return findings.flatMap((finding) => [finding, ...(finding.same ?? [])]);
}

/** Places move with an edit, so a finding is known by its code and what it is about, or by what it says. */
export function identity({ code, about, message }: Finding): string {
  return about === undefined ? `${code} ${message}` : `${code} for ${about}`;
}

/** How often each is found. */
export function tally(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const each of findings) counts.set(identity(each), (counts.get(identity(each)) ?? 0) + 1);
  return counts;
}
