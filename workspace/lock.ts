/** One writer at a time in a folder. The lock is a folder (making one is atomic everywhere) that also holds what is being written. */
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { systemCode, WriteError } from './problem.ts';
import { textAt } from './read.ts';

/** Name of the lock in the folder that it protects. */
export const STAGING = '.backupplan-writing';

const OWNER = 'owner.json';
/** A writer names itself right after it has taken the lock; after this long it never will. */
const OWNERLESS_MS = 60_000;

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes the lock of `folder`, runs `write` with the path of an empty staging folder on the same file system, and lets go.
 * A lock whose process has ended is taken over. Throws WriteError `locked` where another writer is at work.
 */
export function withLock<T>(folder: string, write: (staging: string) => T): T {
  const staging = path.join(folder, STAGING);
  take(staging);
  try {
    return write(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function take(staging: string): void {
  for (let attempt = 0; attempt < 2; attempt++) {
    if (make(staging)) return;
    if (!abandoned(staging)) break;
    takeAway(staging);
  }
  throw new WriteError(
    'locked',
    staging,
    `another run is writing here (${staging}). Wait for it; if none is running, remove that folder and generate again.`,
  );
}

/** False where the lock is taken. */
function make(staging: string): boolean {
  try {
    mkdirSync(staging, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    const owner: Owner = { pid: process.pid, host: hostname() };
    writeFileSync(path.join(staging, OWNER), JSON.stringify(owner));
    return true;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

/** Moved away before it is removed, and put back if it turns out to be another writer's that has just come in. */
function takeAway(staging: string): void {
  const aside = `${staging}-${process.pid}`;
  try {
    renameSync(staging, aside);
  } catch {
    return;
  }
  if (abandoned(aside)) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, staging);
}

/** Its process has ended, as far as that can be known: on this machine by its id, without an id by its age. */
function abandoned(staging: string): boolean {
  const owner = readOwner(staging);
  if (owner === undefined) {
    const made = statSync(staging, { throwIfNoEntry: false })?.mtimeMs;
    return made !== undefined && Date.now() - made > OWNERLESS_MS;
  }
  if (owner.host !== hostname()) return false;
  // Writing is synchronous: a lock under this process's own id is a leftover of an earlier process that had the same one.
  if (owner.pid === process.pid) return true;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return systemCode(error) === 'ESRCH';
  }
}

function readOwner(staging: string): Owner | undefined {
  try {
    return (JSON.parse(textAt(path.join(staging, OWNER))) ?? undefined) as Owner | undefined;
  } catch {
    return undefined;
  }
}
