import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Catalogue } from '../../engine/catalogue/catalogue.ts';
import { loadProject } from '../../engine/plan/load.ts';
import type { BackupBlock, Plan, Storage, System } from '../../engine/plan/model.ts';
import type { Project } from '../../engine/plan/project.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';

/** A project of texts in memory; the first is the root. */
export function projectOf(files: Readonly<Record<string, string>>): Project {
  const root = Object.keys(files)[0] ?? '';
  return loadProject(root, (path) => files[path]);
}

export function planOf(text: string, catalogue: Catalogue = builtinCatalogue): Plan {
  return resolvePlan(projectOf({ 'test.backupplan': text }), catalogue);
}

export function systemOf(plan: Plan, name: string): System {
  return named(plan.systems, name);
}

export function storageOf(plan: Plan, name: string): Storage {
  return named(plan.storages, name);
}

export function blockOf(plan: Plan, system: string, index = 0): BackupBlock {
  const block = systemOf(plan, system).blocks[index];
  if (block === undefined) throw new Error(`${system} has no block ${index}`);
  return block;
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}
