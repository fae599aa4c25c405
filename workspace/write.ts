/** Writes generated files: all of them or none, and never over what a person has changed. */
import { closeSync, fsyncSync, mkdirSync, openSync, rmdirSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Artifact } from '../engine/generate/artifact.ts';
import { MANIFEST } from '../engine/generate/manifest.ts';
import { checkPaths } from '../engine/generate/paths.ts';
import { type Decision, decide, PENDING } from './decide.ts';
import { inside, leadsOut, staysInside } from './inside.ts';
import { withLock } from './lock.ts';
import { explain, WriteError } from './problem.ts';
import { Replacement } from './replace.ts';
import { uninterrupted } from './uninterrupted.ts';

export interface WriteReport {
  /** Absolute path of the folder written to. */
  readonly folder: string;
  /** Paths below the folder: new, or overwritten. */
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files that somebody has edited: left as they are. Where there is a newer text, it lies in `beside`. */
  readonly kept: readonly { readonly path: string; readonly beside?: string }[];
  /** No longer generated, and not edited: removed. */
  readonly removed: readonly string[];
  /** No longer generated, but edited: left. */
  readonly left: readonly string[];
}

/**
 * Brings a folder up to date with `artifacts` (which hold a `manifest.json`).
 *
 * A file whose text is not the one that the folder's manifest lists has been edited: it stays, and the new text is written beside it
 * as `NAME.new`; `force` overwrites it. What stands between `keep` markers in Markdown is carried over. With `dryRun` nothing is
 * written, and the report says what would be.
 *
 * Throws WriteError; the folder is then as it was. A run that is interrupted ends when the folder is new. One that is killed without
 * being asked (`kill -9`, a power cut) leaves every file whole, and the next run completes it.
 */
export function writeArtifacts(
  folder: string,
  artifacts: readonly Artifact[],
  options: { readonly force?: boolean; readonly dryRun?: boolean } = {},
): WriteReport {
  const target = path.resolve(folder);
  try {
    checkPaths(artifacts.map((artifact) => artifact.path));
    for (const artifact of artifacts) {
      if (!staysInside(target, artifact.path)) throw leadsOut(path.join(target, artifact.path), target);
    }
    const force = options.force ?? false;
    if (options.dryRun) return reportOf(target, decide(target, artifacts, force));
    const made = mkdirSync(target, { recursive: true });
    try {
      return withLock(target, (staging) => {
        const decision = decide(target, artifacts, force);
        if (!decision.nothingToDo) uninterrupted(() => apply(target, staging, decision));
        return reportOf(target, decision);
      });
    } catch (error) {
      if (made !== undefined) removeEmpty(target);
      throw error;
    }
  } catch (error) {
    if (error instanceof RangeError) throw new WriteError('unsafe-path', target, error.message);
    throw explain(error, target, 'write');
  }
}

function apply(folder: string, staging: string, decision: Decision): void {
  const replacement = new Replacement(staging);
  const stage = (name: string, text: string, executable: boolean): void => {
    const file = path.join(staging, name);
    writeSynced(file, text, executable);
  };
  decision.writes.forEach((write, index) => {
    stage(`new-${index}`, write.text, write.executable);
  });
  stage('pending', decision.manifest, false);
  stage('manifest', decision.manifest, false);
  try {
    replacement.put('pending', path.join(folder, PENDING));
    decision.writes.forEach((write, index) => {
      mkdirSync(path.dirname(path.join(folder, write.path)), { recursive: true });
      replacement.put(`new-${index}`, path.join(folder, write.path));
    });
    for (const removed of decision.removed) replacement.remove(path.join(folder, removed));
    replacement.put('manifest', path.join(folder, MANIFEST));
    replacement.remove(path.join(folder, PENDING));
  } catch (error) {
    replacement.undo();
    throw error;
  }
  for (const removed of decision.removed) removeEmptyUpTo(path.dirname(path.join(folder, removed)), folder);
}

function writeSynced(file: string, text: string, executable: boolean): void {
  const handle = openSync(file, 'wx', executable ? 0o755 : 0o644);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function removeEmptyUpTo(from: string, folder: string): void {
  for (let current = from; current !== folder && inside(folder, current); current = path.dirname(current)) {
    if (!removeEmpty(current)) return;
  }
}

function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function reportOf(folder: string, decision: Decision): WriteReport {
  const beside = new Set(decision.kept.map((kept) => kept.beside));
  return {
    folder,
    written: decision.writes.map((write) => write.path).filter((file) => !beside.has(file)),
    unchanged: decision.unchanged,
    kept: decision.kept,
    removed: decision.removed,
    left: decision.left,
  };
}
