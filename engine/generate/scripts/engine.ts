/** How the systems of a kind are read and brought back by scripts. */
import type { BackupBlock, Job, Plan, Storage, System } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { bash } from './bash.generated.ts';
import type { Chain } from './coverage.ts';

/** What a tool, or a family of tools whose points lie together, adds to the scripts that all systems have. */
export interface Engine {
  /** Its part of the Bash library, `lib-NAME.sh`; what that has to define stands at the head of `bash/lib.sh`. */
  readonly name: keyof typeof bash;
  /** Libraries that it shares with others, read before its own in this order. */
  readonly shares?: readonly (keyof typeof bash)[];
  /** The kinds of systems that it is for, where its tools go by the name of another's; without this all that its tools are for. */
  readonly kinds?: readonly string[];
  /** The user that its scripts run as. */
  readonly user: string;
  /** Names of the catalogue, with the jobs that have scripts. */
  readonly tools: Readonly<Record<string, readonly Job['word'][]>>;
  /** Whether scripts fetch the log, when a log job's schedule says; else the server brings it by a script that it calls itself. */
  readonly fetchesLog: boolean;
  /** The tools whose points replace a data directory, which `restore.sh --in-place` has to be told. */
  readonly physical: readonly string[];
  /** Why nothing of a system has a script, as a clause; undefined where it can have some. */
  systemReason(system: System): string | undefined;
  /** Why one of its jobs has no script, though its tool can do it. */
  jobReason?(block: BackupBlock, job: Job): string | undefined;
  /**
   * It keeps points in repositories of its own, and encrypts what it writes with a password from a file. What others write is packed and
   * encrypted for them (`bash/packed.sh`).
   */
  readonly encrypts?: true;
  /** Why it cannot use a storage that is no local folder, as a clause; undefined where it can. Without this it can what `remote.ts` can. */
  remoteReason?(storage: Storage): string | undefined;
  /** Why it cannot use a storage though it is reached, as a clause; `key` is what its points there would be encrypted with. */
  storageReason?(storage: Storage, key: string | undefined): string | undefined;
  /** Why it cannot copy from one storage to another, though it can use both. */
  copyReason?(from: Storage, to: Storage): string | undefined;
  /** What a lock on a storage (`immutable`) does not cover, as a clause. */
  readonly lockLack?: string;
  /** Its scripts read the files of the running system: they run on its machine, and a pod of their own cannot. */
  readonly besideSystem?: true;
  /** Why a plan's question (`verify restore … expect`) is not put to what was restored, as a clause. */
  readonly asksNothing?: string;
  /** Assignments for every script of the chain. */
  chainSettings(chain: Chain): readonly string[];
  /** Assignments for the script of one job. */
  jobSettings(chain: Chain, job: Job): readonly string[];
  /** Assignments for what is asked of a restored system. */
  questions(chain: Chain): readonly string[];
  /** What else the chain needs: settings of its server, scripts that the server calls. */
  extras(plan: Plan, chain: Chain, make: MakeScript): readonly Artifact[];
  /** What `restore.sh` prints when it has looked at what it restored, how one gets at that, and what it prints when it has replaced the system. */
  readonly checked: string;
  readonly reached: string;
  readonly replaced: string;
  /** Settings of a host in `env.example`, with the comment above each: shell text. */
  readonly environment: readonly string[];
}

/** Makes a script of the chain: its path in the output, what `--help` says, assignments, and the main part. */
export type MakeScript = (path: string, about: readonly string[], settings: readonly string[], main: string) => Artifact;
