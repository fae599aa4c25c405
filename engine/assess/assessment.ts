/**
 * What assessing a plan gives: for every system in every scenario the worst-case loss and the recovery time, the copies, each with
 * its derivation. Times in seconds (exact, unrounded), instants in UTC seconds since 1970. Witnesses and derivations are worked out
 * when they are first asked for.
 */
import type { Place, RuleForm } from '../plan/model.ts';

/**
 * One step of a sum, with what it rests on. `value` is what the step contributes: seconds, bytes or a plain count as `unit` says; a
 * node with parts explains its own value by them. `label` is a phrase that reads in a list (`between runs`, `until the dump is on nas`).
 */
export interface Derivation {
  readonly label: string;
  readonly value?: number;
  readonly unit?: 'seconds' | 'bytes' | 'bytes/second' | 'instant' | 'count' | 'money';
  /** ISO 4217 code, of money. */
  readonly currency?: string;
  readonly place?: Place;
  /** Where the number is a default: what it is about and where it comes from. */
  readonly assumption?: { readonly about: string; readonly because: string };
  readonly parts?: readonly Derivation[];
}

/** Why a storage cannot help in a scenario. */
export type FallReason = 'lost' | 'bound' | 'compromised' | 'lock-expired' | 'key-lost' | 'chain-apart' | 'found-too-late' | 'no-points';

export interface Fall {
  readonly storage: string;
  readonly reason: FallReason;
  /** A clause for a message: `lost with berlin`, `its key vault-key is lost`. */
  readonly because: string;
  readonly place?: Place;
}

export interface Loss {
  readonly status: 'known' | 'unrecoverable' | 'unknown';
  /** Supremum over the window; undefined unless known. */
  readonly seconds?: number;
  /** What a number would need, where the status is unknown: `orders.size`. */
  readonly missing?: readonly string[];
  /** Seconds; the scenario's rpo, else the system's. */
  readonly target?: number;
  readonly targetPlace?: Place;
  readonly met?: boolean;
  /** The end of the interval just before which the loss is reached, and the state that is left then. */
  readonly witness?: { readonly incidentAt: number; readonly restorePoint: number; readonly storage?: string };
  /** Which storages do not help, and why (always given where nothing survives). */
  readonly falls: readonly Fall[];
  readonly derivation: Derivation;
}

export type RecoveryStepKind = 'declare' | 'provision' | 'wait' | 'retrieve' | 'transfer' | 'replay' | 'step' | 'redeploy' | 'failover';
export interface RecoveryStep {
  readonly step: RecoveryStepKind;
  readonly seconds: number;
  /** The system waited for, or the text of a `step` statement. */
  readonly for?: string;
}
export interface Recovery {
  readonly status: 'known' | 'unrecoverable' | 'unknown';
  readonly seconds?: number;
  readonly missing?: readonly string[];
  readonly target?: number;
  readonly targetPlace?: Place;
  readonly met?: boolean;
  /** Storage that recovery reads; undefined for applications and standbys. */
  readonly source?: string;
  /** Site recovered to. */
  readonly at?: string;
  /** Site of the standby that serves, where one does. */
  readonly standby?: string;
  readonly steps: readonly RecoveryStep[];
  /** Names of the systems along the critical path, this one last. */
  readonly criticalPath: readonly string[];
  readonly derivation: Derivation;
}

export interface ScenarioResult {
  readonly scenario: string;
  readonly affected: boolean;
  readonly loss: Loss;
  readonly recovery: Recovery;
}

/** 3-2-1-1-0 of one system. */
export interface Copies {
  /** Production and the storages in `storages`. */
  readonly total: number;
  /** Storages from which alone a point is restorable at every instant of the window. */
  readonly storages: readonly string[];
  readonly media: readonly string[];
  readonly offsite: readonly string[];
  /** Storages with `offline` or `immutable`. */
  readonly immutable: readonly string[];
  readonly restoreVerified: boolean;
}

/** A `retain` rule of a system, and whether it has what the rule asks for at every instant of the window. */
export interface Retained {
  readonly rule: RuleForm;
  readonly place: Place;
  readonly met: boolean;
  /** The first period (of a rule without periods: point, `from` and `to` are its capture) that lacks a restorable point, and since when. */
  readonly lacking?: { readonly from: number; readonly to: number; readonly at: number };
}

export interface SystemResult {
  readonly name: string;
  readonly copies: Copies;
  /** In the order of the plan; empty where a duration is not known. */
  readonly retained: readonly Retained[];
  readonly scenarios: readonly ScenarioResult[];
}

/** A default that an answer rested on. */
export interface Assumption {
  readonly about: string;
  readonly value: string;
  readonly source: string;
}

export interface Assessment {
  readonly systems: readonly SystemResult[];
  readonly assumptions: readonly Assumption[];
}
