/** A machine with a folder of files, for the tools that back files up. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint, Machine } from '../machine.ts';
import { oddNames } from '../tree.ts';
import { hostile, planText, type Rig } from './engine.ts';

/** `more`: statements of the system besides its path. */
export async function filesRig(folders: readonly string[], more: (root: string) => string, jobs: string): Promise<Rig> {
  const host = await Machine.create(...folders, 'app');
  const source = path.join(host.root, 'app', hostile);
  mkdirSync(source);
  return {
    host,
    system: `system shop: files { at here; path ${planText(source)}; ${more(host.root)}`,
    jobs,
    hostile: 1 + oddNames.length,
    start: async () => {
      for (const name of oddNames) writeFileSync(path.join(source, name), `in ${name}`);
    },
    change: async () => writeFileSync(path.join(source, 'changed'), randomBytes(200_000)),
    live: async () => fingerprint(source),
    restored: async (into) => fingerprint(path.join(into, source)),
    remove: () => host.remove(),
  };
}
