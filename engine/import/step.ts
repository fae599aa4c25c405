/** What configurations and scripts say about backups, before it becomes a plan: one step for each thing that somebody runs. */

/** Where something was read. */
export interface Origin {
  /** The path that the file was read under. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A place that points are written to. */
export interface Target {
  readonly kind: 'disk' | 'nas' | 'removable' | 'sftp' | 's3' | 'azure-blob' | 'gcs' | 'b2';
  /** A folder, or of a bucket the prefix. */
  readonly path?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly host?: string;
  readonly user?: string;
}

/** What is backed up. */
export interface Source {
  readonly kind: 'postgresql' | 'mysql' | 'mariadb' | 'mongodb' | 'redis' | 'sqlite' | 'etcd' | 'files';
  /** Undefined: on the machine that the configuration is of. */
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  /** Empty: all of the server, or unknown. */
  readonly databases: readonly string[];
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  /** What a plan may call it. */
  readonly label?: string;
  /** Hosts of its standbys. */
  readonly standbys?: readonly string[];
  /** What is not known about it, as sentences. */
  readonly unknown?: readonly string[];
}

/** When something runs. */
export interface When {
  /** As a plan says it: `daily at 02:00`. */
  readonly words: string;
  /** Seconds between two runs, at most; undefined where that is not even. */
  readonly every?: number;
  /** What has the same number is started by one line, one after the other. */
  readonly run: number;
}

interface Common {
  readonly origin: Origin;
  /** Undefined: nothing that was read says when. */
  readonly when?: When;
}

export interface Save extends Common {
  readonly does: 'save';
  readonly source: Source;
  readonly word: 'full' | 'incremental' | 'differential' | 'log';
  readonly to: Target;
  /** A tool of the catalogue. */
  readonly tool?: string;
  /** Who runs it, where no tool of the catalogue does. */
  readonly managedBy?: string;
  /** Where the key to what it writes lies; undefined where nothing says that it is encrypted. */
  readonly sealed?: Sealed;
  /** What is removed at the source is removed at the target. */
  readonly mirror?: boolean;
  /** What is mounted below what it backs up is not in it. */
  readonly stays?: boolean;
  /** The name of the file that it writes, `UNKNOWN` in it. */
  readonly name?: string;
  /** So many points are left where each run overwrites the one before, or a name of the week. */
  readonly rotates?: number;
}

/** `here`: the key or passphrase stands on the machine itself; `elsewhere`: it is fetched from somewhere; `store`: the storage sees to it. */
export type Sealed = 'here' | 'elsewhere' | 'store';

export interface Copy extends Common {
  readonly does: 'copy';
  /** A folder on this machine. */
  readonly from: string;
  readonly to: Target;
  /** What is removed at the source is removed at the target. */
  readonly mirror: boolean;
}

export interface Keep extends Common {
  readonly does: 'keep';
  readonly on: Target;
  /** Only files with such a name: a pattern of the shell. */
  readonly names?: string;
  /** As a plan says them: `7 daily`, `14 days`. */
  readonly rules: readonly string[];
}

export interface Check extends Common {
  readonly does: 'check';
  readonly on: Target;
  /** How often, where its configuration says so: a schedule of the language. */
  readonly often?: string;
}

export type Step = Save | Copy | Keep | Check;

/** What was read and is not in the plan, with the reason. */
export interface Left {
  readonly origin: Origin;
  readonly because: string;
}

/** All that one configuration gives. */
export interface Reading {
  readonly steps: readonly Step[];
  readonly left: readonly Left[];
  /** Addresses that hear of failures. */
  readonly notify: readonly string[];
  /** IANA name of the zone that schedules are in, where it is given. */
  readonly zone?: string;
}

/** A configuration that cannot be read at all; the message says why. */
export class ImportError extends Error {}
