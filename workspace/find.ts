/** Plans, catalogues and configurations in a folder on disk. Paths come back as the operating system writes them, plans in a fixed order. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Exists, findAbove, isPlanOf } from './repository.ts';

/** Folders that hold no plans of the workspace's own. */
export function skipped(name: string): boolean {
  return name === 'node_modules' || name === '.git' || name.endsWith('.backup');
}

/**
 * Every `*.backupplan` below a folder. Linked folders are not entered (a link may lead round in a circle or out of the folder), a link
 * to what is no plan of the same repository is none, and a folder that may not be read is passed over.
 */
export function findPlans(folder: string): string[] {
  const found: string[] = [];
  for (const entry of entries(folder)) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped(entry.name)) found.push(...findPlans(full));
    } else if (entry.name.endsWith('.backupplan') && (!entry.isSymbolicLink() || !existsSync(full) || isPlanOf(full, full))) {
      found.push(full);
    }
  }
  return found;
}

function entries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The nearest `backupplan.catalog.yaml` in the folder of `file` or above it. */
export function findCatalogue(file: string, exists: Exists = existsSync): string | undefined {
  return findAbove(file, 'backupplan.catalog.yaml', exists);
}

/** The nearest `backupplan.config.yaml` in the folder of `file` or above it. */
export function findConfiguration(file: string, exists: Exists = existsSync): string | undefined {
  return findAbove(file, 'backupplan.config.yaml', exists);
}
