/** What is known to come back: the rows that a drill has restored for real. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { data } from '../../catalogue/data.generated.ts';

/** Storages by the way that scripts reach them. */
export const reaches = ['local', 'sftp', 's3'] as const;
export type Reach = (typeof reaches)[number];

/** A job of a tool on a storage. */
export interface ProofRow {
  readonly tool: string;
  readonly job: string;
  readonly storage: Reach;
}

/** A row that a drill has restored: into what, and which drill. */
export interface Proof extends ProofRow {
  readonly into: string;
  readonly drill: string;
}

/** What no drill restores, and why; without a job or a storage it speaks of all. */
export interface KnownGap {
  readonly tool: string;
  readonly job?: string;
  readonly storage?: Reach;
  readonly because: string;
}

/** A standby of a kind of system that has taken over, and given back: of which server, and in which drill. */
export interface StandbyProof {
  readonly kind: string;
  readonly into: string;
  readonly drill: string;
}

const known: {
  readonly proved: readonly Proof[];
  readonly standbys: readonly StandbyProof[];
  readonly notProved: readonly KnownGap[];
} = data.proofs;
export const { proved, standbys, notProved } = known;

/** How a kind of storage is reached; undefined where no script reaches it. */
export function reachOfKind(kind: string): Reach | undefined {
  if (['disk', 'nas', 'removable'].includes(kind)) return 'local';
  return kind === 'sftp' || kind === 's3' ? kind : undefined;
}

/** All rows that there could be a drill for. */
export function proofRows({ tools }: Catalogue): ProofRow[] {
  return Object.values(tools).flatMap(({ name, jobs }) =>
    [...new Set(Object.values(jobs).flat())].flatMap((job) => reaches.map((storage) => ({ tool: name, job, storage }))),
  );
}

export function isRow(a: ProofRow, b: ProofRow): boolean {
  return a.tool === b.tool && a.job === b.job && a.storage === b.storage;
}

export function speaksOf(gap: KnownGap, row: ProofRow): boolean {
  return gap.tool === row.tool && (gap.job ?? row.job) === row.job && (gap.storage ?? row.storage) === row.storage;
}

/** The row in words: `restored into PostgreSQL 15`, or `NOT PROVED` and why. */
export function proofWords(row: ProofRow): string {
  const proof = proved.find((each) => isRow(each, row));
  if (proof !== undefined) return `restored into ${proof.into}`;
  const because = notProved.find((gap) => speaksOf(gap, row))?.because;
  return because === undefined ? 'NOT PROVED' : `NOT PROVED: ${because}`;
}

/** Of the standbys of a kind, in words. */
export function standbyWords(kind: string): string {
  const proof = standbys.find((each) => each.kind === kind);
  return proof === undefined ? 'NOT PROVED' : `took over from ${proof.into}, and gave back`;
}
