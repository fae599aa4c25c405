import type { Prompt } from './prompt.ts';

/** What a command may touch of the world, so that a test can stand in for it. */
export interface Io {
  /** Absolute path that relative paths of the command line start from. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal that understands colours. */
  readonly color: boolean;
  /** How wide the terminal is; undefined where standard output is none. */
  readonly columns?: number;
  /** The date where the person stands, as ISO 8601. */
  today(): string;
  /** Seconds since 1970. */
  now(): number;
  out(text: string): void;
  err(text: string): void;
  /** All of standard input. */
  input(): string;
  /** Shows how far long work is, on one line that is written over; empty text takes it away. Undefined where nobody watches. */
  progress?(text: string): void;
  /** The absolute path of the program, for a thread to start from; undefined where all is to be done in this one. */
  readonly thread?: string;
  /** Begins to ask the person; undefined where there is nobody at a terminal. */
  readonly prompt?: (() => Promise<Prompt>) | undefined;
}

/** What a command ends with: 0 clean, 1 findings at or above the level, 2 usage or configuration, 3 a fault of the product. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A mistake in how the command was called, or in the files it was given: printed without a stack, exit code 2. */
export class UsageError extends Error {}
