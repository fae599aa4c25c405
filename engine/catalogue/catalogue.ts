/**
 * The catalogue: every number and word that is not in a plan. Its data are the YAML files beside this one, embedded at build time;
 * a workspace extends it with a `backupplan.catalog.yaml`.
 */
import type { Pack } from './packs.ts';

/** How a tool behaves, for the assessment and for `tool-mismatch`. */
export interface Tool {
  readonly name: string;
  /** The instant that a point restores: as the run starts (dumps, file tools) or as it ends (physical backups). */
  readonly capture: 'start' | 'end';
  readonly deduplicates: boolean;
  /** A `log` job may stand beside its points. */
  readonly logBase: boolean;
  /** It copies and restores a server with all of its databases, whichever of them the plan names. */
  readonly wholeServer: boolean;
  /** The server itself hands its log to the tool, by a setting that it has once. */
  readonly oneArchive: boolean;
  /** What it can do, by system kind: `{ postgresql: ['full', 'log'] }`. */
  readonly jobs: Readonly<Record<string, readonly ('full' | 'incremental' | 'differential' | 'log' | 'snapshot')[]>>;
  /** Bytes per second that a restore cannot exceed, whatever the storage gives. */
  readonly restoreAt?: number;
  /** Where the figures come from. */
  readonly source: string;
}

export interface SystemKind {
  readonly name: string;
  readonly doc: string;
  /** Tools in the order in which a job without `using` takes them. */
  readonly tools: readonly string[];
  /** Bytes of log per second. */
  readonly replayAt: number;
  /** Nothing to back up: it is redeployed (`application`). */
  readonly redeployed: boolean;
  readonly source: string;
}

export interface StorageClass {
  readonly name: string;
  /** Per GB (1e9 bytes) and month, and per GB read out. */
  readonly price?: { readonly amount: number; readonly currency: string };
  readonly egress?: { readonly amount: number; readonly currency: string };
  readonly retrievalPrice?: { readonly amount: number; readonly currency: string };
  readonly minimumDays?: number;
  /** Seconds until the first byte. */
  readonly retrieval: number;
  readonly source: string;
}

export interface StorageKind {
  readonly name: string;
  readonly doc: string;
  readonly media: string;
  /** Bytes per second. */
  readonly read: number;
  readonly write: number;
  readonly defaultClass?: string;
  readonly classes: Readonly<Record<string, StorageClass>>;
  readonly source: string;
}

export interface Catalogue {
  /** ISO date of the prices. */
  readonly pricesOf: string;
  readonly systems: Readonly<Record<string, SystemKind>>;
  readonly storages: Readonly<Record<string, StorageKind>>;
  readonly tools: Readonly<Record<string, Tool>>;
  /** Compliance packs, by the name that `comply with` calls them by. */
  readonly packs: Readonly<Record<string, Pack>>;
}
