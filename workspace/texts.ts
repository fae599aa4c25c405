/** Where files are read from: the disk as it is, or a revision of a repository. */
import { existsSync } from 'node:fs';
import type { ReadText } from '../engine/plan/project.ts';
import { findPlans } from './find.ts';
import { readText } from './read.ts';
import { staysInRepository } from './repository.ts';

export interface Texts {
  /** Absolute paths, here and below. */
  exists(path: string): boolean;
  readonly read: ReadText;
  /** Every plan below a folder, in a fixed order. */
  plansBelow(folder: string): readonly string[];
}

export const onDisk: Texts = {
  exists: existsSync,
  read: (path) => (staysInRepository(path) ? readText(path) : undefined),
  plansBelow: findPlans,
};
