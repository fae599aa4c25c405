/** What an engine of scripts says of itself, so that all faults can be tried on it. */
import type { Host } from '../generated.ts';
import type { Instant, Shims } from '../shims.ts';
import type { Fault } from './table.ts';

/** Quotes of all sorts, a command, a percent sign: all of it only a name. */
export const hostile = `o'r "$(touch bp-owned)" %d`;

/** As text of a plan. */
export function planText(name: string): string {
  return JSON.stringify(name).replaceAll('$', '\\u{24}');
}

/** An engine's server or machine, its contents, and how they are looked at. */
export interface Rig {
  readonly host: Host;
  /** The declaration of the system `shop`, up to its `backup` block. */
  readonly system: string;
  /** Its jobs, which write to the storage nas; a full among them. */
  readonly jobs: string;
  /** Hostile names in it, besides those of the storages. */
  readonly hostile: number;
  /** Starts the server and makes contents, when the generated files are there. */
  start(): Promise<void>;
  /** Makes the contents differ from all that they were before. */
  change(): Promise<void>;
  /** The contents, as text. */
  live(): Promise<string>;
  /** The contents that were restored into a folder; ends the server there. */
  restored(into: string): Promise<string>;
  /** For systems with a server: its data folder, in which all its processes work, and how it is started again. */
  readonly server?: { readonly folder: string; again(): Promise<void> };
  /** For systems with log: how often storing it is killed, and how that is done; how all of it is stored. */
  readonly log?: { readonly kills: number; kill(number: number, shims: Shims): Promise<void>; settle(): Promise<void> };
  /** A file of the newest point on nas, to be damaged; the largest where nothing is said. */
  damage?(point: string): string;
  remove(): Promise<void>;
}

/** A stage of a run, in which it is killed five times: while a program works that it calls. */
export interface Phase {
  readonly fault: Fault;
  readonly program: string;
  /** Shell text: which of the program's calls are of this stage. */
  readonly when?: string;
  /** The script, where it is not the full; such as `copy-nas-usb`. */
  readonly script?: string;
  readonly instants?: readonly Instant[];
}

export interface Engine {
  /** As the table names it. */
  readonly name: string;
  readonly phases: readonly Phase[];
  /** Its points lie in folders, which `copy-nas-usb.sh` copies. */
  readonly copies: boolean;
  /** It has a server, which can be gone, and log, whose storing can be killed. */
  readonly server?: boolean;
  readonly log?: boolean;
  /** A restore takes seconds. */
  readonly slow?: boolean;
  /** Programs that do not run with a false clock; they have the true one when it jumps. */
  readonly trueClock?: readonly string[];
  /** Its tool writes its own time into points, and sees the true one: the plan's rules go on as they are. */
  readonly ownClock?: boolean;
  /** Bytes that are cut from the end of a damaged file, where its tool needs the last hundred no more. */
  readonly cut?: number;
  /** MiB that three points and what is being written take. */
  readonly room: number;
  /** Makes the rig. The folders have to be made in its root. */
  make(folders: readonly string[]): Promise<Rig>;
}

/** Around the work of one call. */
export const around = (call: number): readonly Instant[] => [
  { call, at: 'before' },
  { call, at: 10 },
  { call, at: 40 },
  { call, at: 120 },
  { call, at: 'after' },
];
const eachCall: readonly Instant[] = [
  { call: 1, at: 'before' },
  { call: 1, at: 'after' },
  { call: 2, at: 'before' },
  { call: 2, at: 'after' },
  { call: 3, at: 'before' },
];

/** Stages that all engines have whose points are folders. */
export const inFolders: readonly Phase[] = [
  { fault: 'killed: sync', program: 'sync', when: '[[ $* == */points* ]]', instants: eachCall },
  { fault: 'killed: rename', program: 'mv', when: '[[ $* == */points/.partial-* ]]' },
  { fault: 'killed: prune', program: 'rm', when: '[[ $* == *.retired-* ]]' },
  { fault: 'killed: copy', program: 'cp', when: '[[ $* == *.partial-copy-* ]]', script: 'copy-nas-usb' },
];
