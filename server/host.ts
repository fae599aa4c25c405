/** What the server needs of the machine that it runs on: `node.ts` gives it, and `browser/browser.ts`. */
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import type { ReadText } from '../engine/plan/project.ts';
import type { Range } from '../grammar/tree.ts';
import type { FoundConfiguration } from '../workspace/configuration-text.ts';
import type { FollowedJournal } from '../workspace/journal.ts';
import type { Generated, GenerateRequest } from './generate.ts';
import type { Mirror } from './mirror.ts';
import type { Session } from './session.ts';

/** What is wrong in a file of the workspace that is no plan. */
export interface FileProblems {
  readonly file?: { readonly path: string; readonly text: string };
  readonly problems: readonly { readonly range: Range; readonly message: string }[];
}

/** Writes a plan's files, or throws a ResponseError that says why not. */
export type Generate = (session: Session, request: GenerateRequest) => Generated;

export interface Host {
  /** The product's version, which generated files name. */
  readonly version: string;
  /** The files that the client tells, since this machine cannot read them. */
  readonly mirror: Mirror;
  /** Text of a file that is not open in the editor. */
  readonly read: ReadText;
  /** Whether a file may be read for the plan at `plan`, which lies in the folder `workspace`. Undefined where whatever is read may be. */
  mayImport?(plan: string, file: string, workspace: string | undefined): boolean;
  /** The built-in catalogue with what the plan's workspace adds to it. */
  catalogueFor(path: string): Catalogue;
  /** What is wrong in the file that adds it; undefined where there is none. */
  catalogueProblems(path: string): FileProblems | undefined;
  /** The workspace's configuration, with what is wrong in it. */
  configurationFor(path: string): FoundConfiguration;
  /** The date where the person stands, as ISO 8601. */
  today(): string;
  /** Paths, with `/` between their parts, of the plans in a folder and below. */
  findPlans(folder: string): readonly string[];
  /** Loads what writes files; undefined where there is no file system to write to. */
  readonly generator?: () => Promise<Generate>;
  /** Undefined where there is no file system to read journals from. */
  readonly journals?: JournalReader;
}

/** What generated scripts have written down about their runs. */
export interface JournalReader {
  /** Seconds since 1970. */
  now(): number;
  /** The journal beside a plan; undefined where there is none. */
  beside(plan: string): FollowedJournal | undefined;
}
