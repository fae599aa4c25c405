/** Git repositories, as bundles of all their branches and tags. */
import type { Engine } from '../engine.ts';
import { shellArray } from '../quote.ts';
import { pathsReason } from '../text.ts';

export const git: Engine = {
  name: 'git',
  user: 'root',
  tools: { git: ['full'] },
  fetchesLog: false,
  physical: [],
  systemReason: ({ paths }) => pathsReason(paths),
  chainSettings: ({ system }) => [`repositories=${shellArray(system.paths)}`],
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … repositories, … commits',
  reached: 'The repositories lie below FOLDER, bare: git clone from there',
  replaced: 'the repositories are replaced; the old ones are called PATH.damaged-…, with their settings and hooks',
  environment: [],
};
