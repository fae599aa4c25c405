import { value, values } from '../../../grammar/tree.ts';
import type { BackupBlock, Copy, Job, JobWord, Keep, KeepLogs, Sourced, Verify } from '../model.ts';
import type { Declaration } from '../names.ts';
import { chooseTools } from './tools.ts';
import {
  allInside,
  byDefault,
  clause,
  inside,
  nameIn,
  namesIn,
  placeOf,
  rules,
  type Scope,
  schedule,
  seconds,
  text,
  type Written,
  word,
  wordOf,
  words,
} from './written.ts';

const jobs = new Map<string | undefined, JobWord>([
  ['block.full', 'full'],
  ['block.incremental', 'incremental'],
  ['block.differential', 'differential'],
  ['block.snapshot', 'snapshot'],
  ['block.log', 'log'],
]);
const afterWords: readonly (JobWord | 'copy')[] = ['full', 'incremental', 'differential', 'log', 'copy'];

/** The `backup` blocks of a system, each with its policy's statements merged in. */
export function resolveBlocks(scope: Scope, system: Declaration, kind: string): readonly BackupBlock[] {
  return inside(system, 'system.backup').map((backup, index) => resolveBlock(scope, system.name, kind, backup, index));
}

/** The policy that a `backup with …` takes its statements from. */
export function policyOf(scope: Scope, backup: Written): Declaration | undefined {
  const name = nameIn(scope, backup, 'policy');
  return name === undefined ? undefined : scope.names.resolve(name, ['policy']);
}

function resolveBlock(scope: Scope, system: string, kind: string, backup: Written, index: number): BackupBlock {
  const policy = policyOf(scope, backup);
  const merged = <T extends { readonly kind: string }>(read: (of: Written) => readonly T[]): readonly T[] => {
    const own = read(backup);
    const replaced = new Set(own.map((item) => item.kind));
    return [...(policy === undefined ? [] : read(policy).filter((item) => !replaced.has(item.kind))), ...own];
  };
  const id = identities(`${system}/${index === 0 ? '' : `${index + 1}/`}`);

  const drafts = merged((of) => draftJobs(scope, of)).map((draft) => ({ ...draft, id: id(`${draft.job.word}-${draft.job.to}`) }));
  const uses = drafts.map((draft) => ({
    draft,
    id: draft.id,
    word: draft.job.word,
    using: draft.using,
    managed: draft.job.managedBy !== undefined,
  }));
  const tools = chooseTools(uses, kind, scope.catalogue);
  return {
    index,
    place: placeOf(backup),
    policy: policy?.name,
    jobs: uses.map((use) => ({ ...use.draft.job, id: use.id, tool: tools.get(use), lag: lagOf(use.draft, use.id) })),
    copies: merged((of) => draftCopies(scope, of)).map(({ copy }) => ({
      ...copy,
      id: id(`${copy.move ? 'move' : 'copy'}-${copy.from}-${copy.to}`),
    })),
    keeps: merged((of) => draftKeeps(scope, of)).map(({ keep }) => keep),
    keepLogs: merged((of) => draftKeepLogs(scope, of)).map(({ keep }) => keep),
    verifies: merged((of) => draftVerifies(scope, of)).map(({ verify }) => ({ ...verify, id: id(`verify-${verify.what}`) })),
  };
}

/** Ids of one block. `.` stands in no name, so that a second `full-nas` is never taken for a full to a storage `nas-2`. */
function identities(prefix: string): (rest: string) => string {
  const counts = new Map<string, number>();
  return (rest) => {
    const count = (counts.get(rest) ?? 0) + 1;
    counts.set(rest, count);
    return `${prefix}${rest}${count === 1 ? '' : `.${count}`}`;
  };
}

// A draft's `kind` is what a block's own statement replaces its policy's by: the same job word and storage, and so on.
interface JobDraft {
  readonly kind: string;
  readonly job: Omit<Job, 'id' | 'tool' | 'lag'>;
  readonly using?: Sourced<string>;
  readonly lag?: Sourced<number>;
}

function draftJobs(scope: Scope, block: Written): readonly JobDraft[] {
  return allInside(block).flatMap((of) => {
    const job = jobs.get(of.statement.id);
    if (job === undefined) return [];
    const when = value(of.statement, 'continuous', 'word') === undefined ? schedule(scope, of) : 'continuous';
    if (when === undefined) return [];
    return namesIn(scope, of, 'to').map((to) => ({
      kind: `${job} ${to}`,
      job: { ...run(scope, of), word: job, schedule: when, to },
      using: clause(of, 'using', 'word', word),
      lag: clause(of, 'lag', 'duration', seconds),
    }));
  });
}

function run(scope: Scope, of: Written): Pick<Job, 'place' | 'statement' | 'taking' | 'key' | 'managedBy'> {
  return {
    place: placeOf(of),
    statement: of.statement,
    taking: clause(of, 'taking', 'duration', seconds),
    key: nameIn(scope, of, 'key'),
    managedBy: text(of, 'managed'),
  };
}

function lagOf(draft: JobDraft, id: string): Job['lag'] {
  return draft.job.schedule !== 'continuous'
    ? draft.lag
    : (draft.lag ?? byDefault(60, `${id}.lag`, 'the default of the language for a continuous log'));
}

function draftCopies(scope: Scope, block: Written): readonly { kind: string; copy: Omit<Copy, 'id'> }[] {
  return allInside(block).flatMap((of) => {
    if (of.statement.id !== 'block.copy' && of.statement.id !== 'block.move') return [];
    const from = nameIn(scope, of, 'from');
    const to = nameIn(scope, of, 'to');
    const after = words(of, 'after').flatMap((found) => afterWords.find((known) => known === found) ?? []);
    const when = after.length > 0 ? { after, place: placeOf(of) } : schedule(scope, of);
    if (from === undefined || to === undefined || when === undefined) return [];
    return [{ kind: `${from} ${to}`, copy: { ...run(scope, of), move: of.statement.id === 'block.move', schedule: when, from, to } }];
  });
}

/** The storage that a `keep` names; `[]` where it names one that does not exist, and so speaks for none. */
function keptOn(scope: Scope, of: Written): readonly (string | undefined)[] {
  return value(of.statement, 'on', 'reference') === undefined ? [undefined] : namesIn(scope, of, 'on');
}

function draftKeeps(scope: Scope, block: Written): readonly { kind: string; keep: Keep }[] {
  return inside(block, 'block.keep').flatMap((of) =>
    keptOn(scope, of).map((on) => ({ kind: on ?? '', keep: { on, rules: rules(of), place: placeOf(of) } })),
  );
}

function draftKeepLogs(scope: Scope, block: Written): readonly { kind: string; keep: KeepLogs }[] {
  return inside(block, 'block.keeplogs').flatMap((of) => {
    const length = wordOf(of, 'forever', ['forever'] as const) ?? value(of.statement, 'span', 'duration')?.span;
    return length === undefined ? [] : keptOn(scope, of).map((on) => ({ kind: on ?? '', keep: { on, span: length, place: placeOf(of) } }));
  });
}

function draftVerifies(scope: Scope, block: Written): readonly { kind: string; verify: Omit<Verify, 'id'> }[] {
  return inside(block, 'block.verify').flatMap((of) => {
    const what = wordOf(of, 'what', ['checksum', 'restore'] as const);
    const months = values(of.statement, 'months', 'number')[0];
    const when = months === undefined ? schedule(scope, of) : { months: months.value, place: placeOf(of, months.range) };
    if (what === undefined || when === undefined) return [];
    const verify = {
      what,
      schedule: when,
      at: nameIn(scope, of, 'site'),
      taking: clause(of, 'taking', 'duration', seconds),
      expect: text(of, 'expect'),
      place: placeOf(of),
    };
    return [{ kind: what, verify }];
  });
}
