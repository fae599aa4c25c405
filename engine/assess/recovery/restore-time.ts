/** How long a restore of one system takes by itself, from a storage that is named: what a restore test is compared with. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Plan, Storage, System } from '../../plan/model.ts';
import { readFrom, unshared } from './source.ts';

export interface RestoreTime {
  /** Bytes that are read. */
  readonly bytes: number;
  /** Until all of them are there. */
  readonly readSeconds: number;
  /** Of log. */
  readonly replaySeconds: number;
}

/** The transfer rate is that of nothing else being restored (assessment §7). With `missing` names what the plan does not say. */
export function restoreTime(
  plan: Plan,
  system: System,
  block: BackupBlock,
  storage: Storage,
  site: string,
  catalogue: Catalogue,
): RestoreTime | { readonly missing: readonly string[] } {
  const source = readFrom(plan, system, block, storage, site, catalogue);
  const { bytes, replay } = source;
  if ('missing' in bytes) return bytes;
  if (replay !== undefined && 'missing' in replay) return replay;
  return { bytes: bytes.value, readSeconds: unshared(source), replaySeconds: replay?.value ?? 0 };
}
