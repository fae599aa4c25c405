/** What plans mean, apart from how they are written down. */
import type { Plan } from '../plan/model.ts';

/** Where something stands, and in which words; what a policy or a default gives counts as if it were written out. */
const wording = new Set(['place', 'namePlace', 'statement', 'source', 'doc', 'policy', 'id']);

/** Whose parts are in an order that matters: steps are taken and people called one after the other, a block is known by its number. */
const inOrder = new Set(['steps', 'blocks', 'standbys', 'contacts', 'notes']);

/** Whether two plans ask for the same, promise the same and do the same: they may be written in other words, files and order. */
export function sameMeaning(one: Plan, other: Plan): boolean {
  return JSON.stringify(plain(one, wording)) === JSON.stringify(plain(other, wording));
}

/** A value in one form: without what is `left` out, and its lists in one order where theirs does not matter. */
export function plain(value: unknown, left: ReadonlySet<string>, name = ''): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((part) => plain(part, left));
    return inOrder.has(name) ? parts : parts.toSorted((a, b) => compare(JSON.stringify(a) ?? '', JSON.stringify(b) ?? ''));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, part]) => !left.has(key) && part !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => compare(a, b)).map(([key, part]) => [key, plain(part, left, key)]));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
