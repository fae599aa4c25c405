import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Examination, examine } from '../../engine/examine.ts';
import type { Artifact } from '../../engine/generate/artifact.ts';
import { generate } from '../../engine/generate/generate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The plans whose documents are kept as golden files. */
export const samples = ['postgresql', 'datacenter-failure', 'shop'] as const;

const examined = new Map<string, Examination>();

/** An example of the repository, read from a path without a folder so that nothing of this machine can get into a document. */
export function example(name: string): Examination {
  const known = examined.get(name);
  if (known !== undefined) return known;
  const examination = examineText(readFileSync(path.join(root, 'examples', `${name}.backupplan`), 'utf8'), `${name}.backupplan`);
  examined.set(name, examination);
  return examination;
}

export function examineText(text: string, file = 'plan.backupplan'): Examination {
  return examine(file, (asked) => (asked === file ? text : undefined));
}

const written = new WeakMap<Examination, Map<string, Artifact>>();

/** All files of a plan, by path; the same for as long as the examination is. */
export function generated(examination: Examination): Map<string, Artifact> {
  const known =
    written.get(examination) ?? new Map(generate(examination, { version: '1.2.3' }).map((artifact) => [artifact.path, artifact]));
  written.set(examination, known);
  return known;
}

export function documentOf(examination: Examination, name: string): string {
  const artifact = generated(examination).get(`documents/${name}.md`);
  if (artifact === undefined) throw new Error(`no document ${name}`);
  return artifact.text;
}
