/** What was added, removed and changed, by name and in the words of the plan. */
import type { Place } from '../plan/model.ts';
import type { Renames } from './renames.ts';
import { contentOf, type Said, type Subject } from './said.ts';

export interface Words {
  readonly text: string;
  readonly place: Place;
}

export interface WordChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed';
  /** What it is said of: `orders`, or several that a policy speaks for; empty for the plan itself. */
  readonly about: readonly string[];
  /** The name before, of `renamed`. */
  readonly was?: string;
  /** Undefined where it is new. */
  readonly before?: Words;
  /** Undefined where it is gone. */
  readonly after?: Words;
}

export function wordChanges(before: readonly Subject[], after: readonly Subject[], renames: Renames): readonly WordChange[] {
  const keyOf = (sort: string, name: string): string => `${sort} ${name}`;
  const had = new Map(before.map((each) => [keyOf(each.sort, renames.now(each.name)), each]));
  const has = new Set(after.map(({ sort, name }) => keyOf(sort, name)));
  const changes = after.flatMap((now): readonly WordChange[] => {
    const old = had.get(keyOf(now.sort, now.name));
    if (old === undefined) return [{ kind: 'added', about: [now.name], after: heading(now) }];
    const renamed: readonly WordChange[] =
      old.name === now.name ? [] : [{ kind: 'renamed', about: [now.name], was: old.name, before: heading(old), after: heading(now) }];
    return [...renamed, ...changesIn(old, now, renames)];
  });
  const removed = before
    .filter(({ sort, name }) => !has.has(keyOf(sort, renames.now(name))))
    .map((old): WordChange => ({ kind: 'removed', about: [old.name], before: heading(old) }));
  return gathered([...removed, ...changes]);
}

function heading({ says, place }: Subject): Words {
  return says[0] ?? { text: '', place };
}

function changesIn(old: Subject, now: Subject, renames: Renames): readonly WordChange[] {
  const gone = [...old.says];
  const come = now.says.filter((each) => {
    const same = gone.findIndex((other) => contentOf(other, renames) === contentOf(each));
    if (same >= 0) gone.splice(same, 1);
    return same < 0;
  });
  const about = now.name === '' ? [] : [now.name];
  const changes = come.map((after): WordChange => {
    const before = likest(after, gone, renames);
    if (before === undefined) return { kind: 'added', about, after };
    gone.splice(gone.indexOf(before), 1);
    return { kind: 'changed', about, before, after };
  });
  return [...gone.map((before): WordChange => ({ kind: 'removed', about, before })), ...changes];
}

/** What a statement was before: one of its kind, in the same block, that shares most of what it says. */
function likest(after: Said, gone: readonly Said[], renames: Renames): Said | undefined {
  const alike = gone.filter(({ statement, block }) => statement.id === after.statement.id && block === after.block);
  return alike.toSorted((one, other) => shared(other, after, renames) - shared(one, after, renames))[0];
}

function shared(before: Said, after: Said, renames: Renames): number {
  return Object.entries(after.statement.slots).filter(([slot, values]) => {
    const part = (said: Said, of: readonly unknown[]): Said => ({
      ...said,
      statement: { ...said.statement, slots: { [slot]: of as typeof values } },
    });
    return contentOf(part(after, values)) === contentOf(part(before, before.statement.slots[slot] ?? []), renames);
  }).length;
}

/** What a policy says is said once, of all that take it. */
function gathered(changes: readonly WordChange[]): readonly WordChange[] {
  const told = new Map<string, WordChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.kind, ...[change.before, change.after].map((words) => words && [words.text, words.place])]);
    const known = told.get(key);
    told.set(key, known === undefined ? change : { ...known, about: [...new Set([...known.about, ...change.about])] });
  }
  return [...told.values()];
}
