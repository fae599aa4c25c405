import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Mutant } from './instrument.ts';

/** As in `equivalent.yaml`. */
interface Entry {
  readonly file: string;
  /** The line that the mutant begins on, without the space around it. */
  readonly at: string;
  readonly to: string;
  readonly why: string;
}

const entries: readonly Entry[] = parse(readFileSync(new URL('equivalent.yaml', import.meta.url), 'utf8'));

/** Whether somebody has looked at this mutant and found that no test could notice it. */
export function isEquivalent({ file, at, to }: Mutant): boolean {
  return entries.some((entry) => entry.file === file && entry.at === at && entry.to === to);
}
