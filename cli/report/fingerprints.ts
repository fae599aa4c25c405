/** What tells a finding from all others, and stays the same while its place moves: programs know by it what is new and what is mended. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../engine/checks/finding.ts';
import type { Report } from './report.ts';

/**
 * 32 hexadecimal digits for each finding, no two alike: of its code, its file, what it is about and the words that it marks, without white
 * space. Where all of that is the same, the first in the file is told from the second.
 */
export function fingerprintsOf({ findings, read, located }: Pick<Report, 'findings' | 'read' | 'located'>): ReadonlyMap<Finding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const { code, file, about = '', range } = finding;
      const words = (read(file) ?? '').slice(range.start, range.end).replace(/\s+/gu, '');
      const identity = JSON.stringify([code, located(file), about, words]);
      const count = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, count);
      return [finding, createHash('sha256').update(`${identity}${count}`).digest('hex').slice(0, 32)];
    }),
  );
}
