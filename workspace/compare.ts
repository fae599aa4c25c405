/** How a folder differs from what its plan gives now. Reads, and changes nothing. */
import path from 'node:path';
import type { Artifact } from '../engine/generate/artifact.ts';
import { MANIFEST } from '../engine/generate/manifest.ts';
import { decide } from './decide.ts';
import { leadsOut, staysInside } from './inside.ts';
import { explain, systemCode } from './problem.ts';
import { textAt as readTextAt } from './read.ts';

/** A file that generating would write or remove. */
export interface Difference {
  /** Below the folder. */
  readonly path: string;
  /** As it lies there; undefined where there is none. */
  readonly before?: string;
  /** As it is generated, with what is carried over; undefined where it is generated no longer. */
  readonly after?: string;
  /** Somebody has edited it: generating would leave it, and put the new text beside it. */
  readonly edited: boolean;
}

/** By path; empty where generating would change nothing. Throws WriteError where the folder cannot be read. */
export function differences(folder: string, artifacts: readonly Artifact[]): readonly Difference[] {
  const target = path.resolve(folder);
  try {
    // What a link leads to is nobody's business, and a difference would print it.
    const out = artifacts.find((artifact) => !staysInside(target, artifact.path));
    if (out !== undefined) throw leadsOut(path.join(target, out.path), target);
    const { writes, removed, kept, manifest, nothingToDo } = decide(target, artifacts, false);
    if (nothingToDo) return [];
    const original = new Map(kept.flatMap((each) => (each.beside === undefined ? [] : [[each.beside, each.path] as const])));
    const found = [
      ...writes.map((write): Difference => {
        const name = original.get(write.path) ?? write.path;
        return { path: name, before: textAt(target, name), after: write.text, edited: original.has(write.path) };
      }),
      ...removed.map((name): Difference => ({ path: name, before: textAt(target, name), edited: false })),
    ];
    // The rest is up to date, but the folder does not say so yet.
    if (found.length === 0) found.push({ path: MANIFEST, before: textAt(target, MANIFEST), after: manifest, edited: false });
    return found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  } catch (error) {
    throw explain(error, target, 'read');
  }
}

function textAt(folder: string, name: string): string | undefined {
  try {
    return readTextAt(path.join(folder, name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
