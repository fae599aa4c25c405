/** Names of files and folders, made from names of the plan. */
import type { BackupBlock, Plan, System } from '../../plan/model.ts';

const HASH_START = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/**
 * A file name for a name of the plan: the name itself where it is letters, digits, `-` and `_`, and else what can be kept of it and a
 * hash of all of it (FNV-1a), so that different names have different files and none leaves its folder.
 */
export function fileName(name: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9_-]{0,59}$/.test(name)) return name;
  let hash = HASH_START;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), HASH_PRIME) >>> 0;
  const kept = name
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${kept || 'name'}-${hash.toString(16).padStart(8, '0')}`;
}

/** The plan's title as a file name in lower case: `Orders database` gives `orders-database`. */
export function planSlug(plan: Plan): string {
  const words = plan.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return words !== '' && words.length <= 60 ? words : fileName(plan.title).toLowerCase();
}

/** Where the generated folder is installed on a host; schedules and server settings name it. */
export function installFolder(plan: Plan): string {
  return `/opt/backupplan/${planSlug(plan)}`;
}

/** The folder of a chain below each of its storages: `orders`, and `orders.2` for the system's second backup block. */
export function chainFolder(system: System, block: BackupBlock): string {
  return block.index === 0 ? fileName(system.name) : `${fileName(system.name)}.${block.index + 1}`;
}

/** The folder of a chain's scripts: `orders`, and `orders/2` for the system's second backup block. */
export function scriptFolder(system: System, block: BackupBlock): string {
  return block.index === 0 ? fileName(system.name) : `${fileName(system.name)}/${block.index + 1}`;
}

/** The setting by which a PostgreSQL server hands out its log, of a chain. */
export function archiveConf(system: System, block: BackupBlock): string {
  return `config/${scriptFolder(system, block)}/postgresql-archive.conf`;
}

/** The script of a job, copy or verification: the last part of its id. */
export function scriptName(id: string): string {
  return `${fileName(id.slice(id.lastIndexOf('/') + 1))}.sh`;
}
