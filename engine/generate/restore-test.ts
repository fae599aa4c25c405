/** A restore test that a generated script has made and written into its journal. */
export interface RestoreTest {
  readonly system: string;
  /** What it read; undefined where it failed before it had chosen. */
  readonly storage?: string;
  /** Seconds since 1970 at which it ended. */
  readonly finished: number;
  /** From its first step to its last check. */
  readonly seconds: number;
  readonly passed: boolean;
  /** Of the plan that the script was generated from. */
  readonly planHash: string;
  /** Of what the restore rested on then; undefined in lines of older scripts. */
  readonly restoreHash?: string;
}
