/**
 * A plan as it is meant: names resolved, units in SI, policies merged into blocks, and every default filled in with its source.
 *
 * Units: times in seconds, sizes in bytes, rates in bytes per second, shares as fractions (25% is 0.25), money as an amount and an
 * ISO 4217 code. A quantity that neither the plan nor the catalogue gives is `undefined`, and never guessed.
 */
import type { MonthDay, Period, Range, RuleForm, ScheduleForm, Span, Statement } from '../../grammar/tree.ts';

/** A place in a file of the project. `file` is the path that the file was read under. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** A number with where it comes from: a place in the plan, or a default of the catalogue or of the language. */
export interface Sourced<T> {
  readonly value: T;
  readonly source:
    | { readonly from: 'plan'; readonly place: Place }
    | { readonly from: 'default'; readonly about: string; readonly because: string };
}
export type Quantity = Sourced<number>;

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/** What every declaration has. `place` is the whole statement, `namePlace` the name (of the plan: its title). */
export interface Declared {
  readonly name: string;
  readonly place: Place;
  readonly namePlace: Place;
  readonly statement: Statement;
  readonly doc?: string;
}

export interface Site extends Declared {
  readonly kind?: string;
  readonly provider?: string;
  readonly region?: string;
  readonly account?: string;
  /** Name of the enclosing site. */
  readonly within?: string;
  readonly links: readonly { readonly to: string; readonly rate: Quantity; readonly place: Place }[];
}

export interface Storage extends Declared {
  readonly kind: string;
  /** Name of the site; empty where the plan does not say (`missing-statement`). */
  readonly at: string;
  readonly path?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly host?: string;
  readonly user?: string;
  /** Storage class of the catalogue, the kind's default filled in. */
  readonly class?: Sourced<string>;
  readonly media: Sourced<string>;
  readonly capacity?: Quantity;
  readonly read: Quantity;
  readonly write: Quantity;
  /** Seconds until the first byte. */
  readonly retrieval: Quantity;
  /** Per byte and month. */
  readonly price?: Sourced<Money>;
  /** Per byte read out to another site. */
  readonly egress?: Sourced<Money>;
  /** Per month. */
  readonly fee?: Sourced<Money>;
  readonly minimum?: Sourced<Span>;
  /** Whose credentials can delete or overwrite here: the storage's own account, else its site's, else `production`. */
  readonly account: Sourced<string>;
  readonly immutable?: Sourced<Span>;
  readonly offline: boolean;
  /** Names of the systems that it goes with. */
  readonly boundTo: readonly string[];
  readonly encrypted: boolean;
  readonly key?: string;
  readonly optional: boolean;
}

export interface Key extends Declared {
  readonly keptAt: readonly string[];
  readonly escrow?: string;
  readonly rotateEvery?: Span;
}

export interface Standby {
  readonly at: string;
  readonly host?: string;
  readonly lag: Quantity;
  readonly failover: Quantity;
  readonly place: Place;
}

export type JobWord = 'full' | 'incremental' | 'differential' | 'snapshot' | 'log';

/** A schedule with the time zone that it is read in (the job's own, else the plan's, else UTC). */
export interface Schedule {
  readonly form: ScheduleForm;
  readonly zone: string;
  readonly place: Place;
}

interface JobBase {
  /**
   * Unique in the plan and stable under edits elsewhere: `orders/full-nas`, `orders/copy-nas-vault` (`orders/2/full-nas` in a second block,
   * `orders/full-nas.2` for a second full to nas in one block).
   */
  readonly id: string;
  readonly place: Place;
  readonly statement: Statement;
  /** Where the plan gives `taking`. */
  readonly taking?: Quantity;
  readonly key?: string;
  /** Who runs it, where that is somebody else. */
  readonly managedBy?: string;
}
export interface Job extends JobBase {
  readonly word: JobWord;
  /** `'continuous'` for a log that is streamed or archived as it is written. */
  readonly schedule: Schedule | 'continuous';
  readonly to: string;
  /** Tool of the catalogue; undefined where no tool can do it (`tool-mismatch`), for a snapshot, and where the job is managed. */
  readonly tool?: Sourced<string>;
  /** Of a continuous log; default 1 minute. */
  readonly lag?: Quantity;
}
export interface Copy extends JobBase {
  readonly move: boolean;
  readonly schedule: Schedule | { readonly after: readonly (JobWord | 'copy')[]; readonly place: Place };
  readonly from: string;
  readonly to: string;
}
/** A statement `keep` or `keep logs`. `on` undefined: every storage of the block that no other `keep` of the same sort names. */
export interface Keep {
  readonly on?: string;
  readonly rules: readonly { readonly rule: RuleForm; readonly place: Place }[];
  readonly place: Place;
}
export interface KeepLogs {
  readonly on?: string;
  readonly span: Span | 'forever';
  readonly place: Place;
}
export interface Verify {
  readonly id: string;
  readonly what: 'checksum' | 'restore';
  /** `{ months }` for `every 3 months`. */
  readonly schedule: Schedule | { readonly months: number; readonly place: Place };
  readonly at?: string;
  readonly taking?: Quantity;
  readonly expect?: string;
  readonly place: Place;
}

/** One `backup` block with its policy merged in: a chain of its own, with its own lock. */
export interface BackupBlock {
  /** 0 for the first block of the system. */
  readonly index: number;
  readonly place: Place;
  /** Name of the policy it takes statements from. */
  readonly policy?: string;
  readonly jobs: readonly Job[];
  readonly copies: readonly Copy[];
  readonly keeps: readonly Keep[];
  readonly keepLogs: readonly KeepLogs[];
  readonly verifies: readonly Verify[];
}

export interface System extends Declared {
  readonly kind: string;
  /** Name of the site; empty where the plan does not say. */
  readonly at: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly databases: readonly string[];
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  readonly namespaces: readonly string[];
  readonly services: readonly string[];
  /** The file that holds the credentials. */
  readonly credentials?: string;
  readonly size?: Quantity;
  /** Bytes per second. */
  readonly changes?: Quantity;
  /** Bytes of log per second: `logs`, else `changes`. */
  readonly logs?: Quantity;
  /** What is left after compression, a fraction; 1 by default. */
  readonly compresses: Quantity;
  readonly grows?: Sourced<{ readonly fraction?: number; readonly bytes?: number; readonly perMonths: number }>;
  readonly holds: readonly string[];
  /** Targets, the policy's where the system itself says nothing. */
  readonly rpo?: Sourced<Span>;
  readonly rto?: Sourced<Span>;
  readonly mtd?: Sourced<Span>;
  readonly criticality: Sourced<'critical' | 'high' | 'medium' | 'low'>;
  readonly retain: readonly { readonly rule: RuleForm; readonly place: Place }[];
  readonly outage?: Sourced<Money & { readonly per: 'h' | 'day' }>;
  readonly dependsOn: readonly { readonly name: string; readonly place: Place }[];
  readonly owner?: string;
  readonly notes: readonly string[];
  /** Seconds after local midnight. */
  readonly window?: { readonly from: number; readonly to: number; readonly place: Place };
  readonly standbys: readonly Standby[];
  readonly redeploy?: { readonly command: string; readonly taking?: Quantity; readonly place: Place };
  readonly dump?: string;
  readonly load?: string;
  readonly pointsWith?: string;
  readonly restoreWith?: string;
  /**
   * A cap on the restore rate: the system's `restore at`, else that of the tool of its first fulls; undefined: no cap. Blocks may differ
   * in their tools: `restoreCap` gives the cap for one block.
   */
  readonly restoreAt?: Quantity;
  readonly replayAt: Quantity;
  /** The system's own account, else its site's, else `production`. */
  readonly account: Sourced<string>;
  readonly exempt?: string;
  readonly blocks: readonly BackupBlock[];
}

export interface Scenario extends Omit<Declared, 'statement'> {
  /** Undefined for a standard scenario, which a plan without scenarios of its own is assessed against; its place is the plan's. */
  readonly statement?: Statement;
  readonly lose: readonly string[];
  readonly corrupt: readonly string[];
  readonly compromise: readonly string[];
  /** Seconds; 0 where the plan says nothing. */
  readonly detectedAfter: Sourced<Span>;
  readonly recoverAt?: string;
  readonly declareWithin: Quantity;
  readonly provisionWithin: Quantity;
  readonly rpo?: Sourced<Span>;
  readonly rto?: Sourced<Span>;
  readonly likelihood?: { readonly times: number; readonly per: Span };
  readonly drillEvery?: Sourced<Span>;
  readonly drilled?: string;
  readonly steps: readonly Step[];
}
export interface Step {
  readonly phase?: 'detect' | 'recover' | 'verify' | 'failback';
  readonly text: string;
  readonly for?: string;
  readonly by?: string;
  readonly taking?: Quantity;
  readonly place: Place;
}

export interface Contact extends Declared {
  readonly fullName?: string;
  readonly role?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly escalateAfter?: Span;
}

export interface Acceptance {
  readonly check: string;
  readonly for?: string;
  /** ISO date. */
  readonly until: string;
  readonly because: string;
  readonly place: Place;
  readonly statement: Statement;
}

export interface Plan {
  /** The plan's title; of a library, the file's name. */
  readonly title: string;
  /** A file without a `plan` block: only its language is checked. */
  readonly library: boolean;
  readonly place: Place;
  readonly doc?: string;
  readonly owner?: string;
  readonly timezone: Sourced<string>;
  readonly currency: Sourced<string>;
  readonly exchange: readonly { readonly factor: number; readonly to: string; readonly from: string; readonly place: Place }[];
  /** Per month. */
  readonly budget?: Sourced<Money>;
  readonly comply: readonly string[];
  readonly regions: readonly string[];
  readonly reviewEvery?: Sourced<Span>;
  readonly reviewed?: string;
  readonly scheduler: Sourced<'systemd' | 'cron' | 'kubernetes'>;
  readonly window?: { readonly from: number; readonly to: number; readonly place: Place };
  readonly notify: readonly string[];
  readonly ping?: string;
  readonly metrics?: string;
  readonly output?: string;
  readonly sites: readonly Site[];
  readonly storages: readonly Storage[];
  readonly keys: readonly Key[];
  readonly systems: readonly System[];
  /** The plan's own, or the standard ones of `assessment` where it has none (`standardScenarios` is true then). */
  readonly scenarios: readonly Scenario[];
  readonly standardScenarios: boolean;
  readonly contacts: readonly Contact[];
  readonly acceptances: readonly Acceptance[];
}

/** A length as the language compares lengths: a month is 30 days, a year 365. Seconds. */
export function spanSeconds(span: Span): number {
  return span.years * 365 * 86400 + span.months * 30 * 86400 + span.seconds;
}

export type { MonthDay, Period, Range, RuleForm, ScheduleForm, Span };
