/** Where the extension runs, as far as that makes a difference: `node.ts` has a disk and starts programs, `browser/browser.ts` does not. */
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

export interface Machine {
  /** A client that is not started yet. Each start is a new server, and the end of one that hangs. */
  client(options: LanguageClientOptions): BaseLanguageClient;
  /** Whether the server reads files of this scheme by itself; others have to be told to it. */
  reads(scheme: string): boolean;
  /** How the command line is started with these arguments; undefined where no program can be started. */
  readonly program?: (...args: readonly string[]) => Program;
  /** The system and its version, for a report of what went wrong. */
  readonly about: string;
}

/** How a program is started. */
export interface Program {
  readonly command: string;
  readonly args: string[];
  /** On top of the environment that there is. */
  readonly env: Readonly<Record<string, string>>;
}
