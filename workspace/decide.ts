/** What writing would do to a folder, file by file. Reads, and changes nothing. */
import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Artifact } from '../engine/generate/artifact.ts';
import { carryKept, withoutKept } from '../engine/generate/keep.ts';
import { hashText, MANIFEST, type ManifestFile, manifestFile, manifestText, readManifest } from '../engine/generate/manifest.ts';
import { pathProblem } from '../engine/generate/paths.ts';
import { staysInside } from './inside.ts';
import { systemCode, WriteError } from './problem.ts';
import { textAt as readTextAt } from './read.ts';

/** The manifest of a run that has not ended: what it had already put in place is not somebody's edit. */
export const PENDING = '.backupplan-pending.json';

export interface Decision {
  readonly writes: readonly Artifact[];
  readonly unchanged: readonly string[];
  readonly kept: readonly { readonly path: string; readonly beside?: string }[];
  readonly removed: readonly string[];
  readonly left: readonly string[];
  /** Text of the new `manifest.json`. */
  readonly manifest: string;
  /** The folder is up to date. */
  readonly nothingToDo: boolean;
}

export function decide(folder: string, artifacts: readonly Artifact[], force: boolean): Decision {
  const fresh = manifestIn(artifacts.find((artifact) => artifact.path === MANIFEST)?.text);
  if (fresh === undefined) throw new WriteError('unsafe-path', folder, `what is to be written to ${folder} has no manifest.json`);
  const old = manifestIn(textAt(path.join(folder, MANIFEST)));
  const pending = manifestIn(textAt(path.join(folder, PENDING)));
  // A manifest is a file like any other: what it lists is believed only where it lies in this folder.
  const known = [...(old?.files ?? []), ...(pending?.files ?? [])].filter(
    (entry) => pathProblem(entry.path) === undefined && staysInside(folder, entry.path),
  );

  const writes: Artifact[] = [];
  const unchanged: string[] = [];
  const kept: { path: string; beside?: string }[] = [];
  for (const artifact of artifacts) {
    if (artifact.path === MANIFEST) continue;
    const file = path.join(folder, artifact.path);
    const present = textAt(file);
    if (present === undefined) {
      writes.push(artifact);
      continue;
    }
    const text = artifact.path.endsWith('.md') ? carryKept(present, artifact.text) : artifact.text;
    if (sameText(present, text)) {
      if (artifact.executable && !isExecutable(file)) writes.push({ ...artifact, text });
      else unchanged.push(artifact.path);
    } else if (force || !isEdited(artifact.path, present, known)) {
      writes.push({ ...artifact, text });
    } else if (known.some((entry) => entry.path === artifact.path && entry.sha256 === manifestFile(artifact).sha256)) {
      kept.push({ path: artifact.path });
    } else {
      const beside = `${artifact.path}.new`;
      kept.push({ path: artifact.path, beside });
      if (textAt(path.join(folder, beside)) !== text) writes.push({ path: beside, text, executable: false });
    }
  }

  const listed = new Set(fresh.files.map((entry) => entry.path));
  const gone = [...new Set(known.map((entry) => entry.path))].filter((entry) => !listed.has(entry) && entry !== MANIFEST);
  const removed: string[] = [];
  const left: string[] = [];
  if (!fresh.partial) {
    for (const entry of gone) {
      const present = textAt(path.join(folder, entry));
      if (present === undefined) continue;
      if (force || !isEdited(entry, present, known)) removed.push(entry);
      else left.push(entry);
    }
  }
  const { partial, ...manifest } = fresh;
  const files = partial ? [...known.filter((entry) => !listed.has(entry.path)), ...fresh.files] : fresh.files;
  const text = manifestText({ ...manifest, files: byPath(files) });
  const nothingToDo = writes.length === 0 && removed.length === 0 && pending === undefined && textAt(path.join(folder, MANIFEST)) === text;
  return { writes, unchanged, kept, removed, left, manifest: text, nothingToDo };
}

function manifestIn(text: string | undefined): ReturnType<typeof readManifest> {
  return text === undefined ? undefined : readManifest(text);
}

/** Neither of the texts that were generated there, nor one of them with something between its `keep` markers. */
function isEdited(file: string, present: string, known: readonly ManifestFile[]): boolean {
  const text = unixLines(present);
  // Calendars have line ends of their own, and a checkout may have changed those too.
  const hashes = [hashText(text), hashText(text.replaceAll('\n', '\r\n'))];
  return !known.some(
    (entry) =>
      entry.path === file && (hashes.includes(entry.sha256) || (entry.body !== undefined && entry.body === hashText(withoutKept(text)))),
  );
}

/** A checkout may have changed the line ends. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function sameText(one: string, other: string): boolean {
  return unixLines(one) === unixLines(other);
}

/** Undefined where there is nothing. Throws where a folder stands in the way. */
function textAt(file: string): string | undefined {
  try {
    return readTextAt(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isExecutable(file: string): boolean {
  return process.platform === 'win32' || ((lstatSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o100) !== 0;
}

function byPath(files: readonly ManifestFile[]): readonly ManifestFile[] {
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
