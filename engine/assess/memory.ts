/** Answers kept by the value of what they depend on, so that an edit in one system of a thousand works out one again. */

export interface Memory<T> {
  /** The answer for a key: the one kept, else the one that `work` gives. */
  recall(key: string, work: () => T): T;
}

/**
 * Keeps the answers for the `limit` keys that were asked for last, and forgets what has not been asked for while twice as many were.
 * `work` must depend on nothing but its key.
 */
export function memory<T>(limit: number): Memory<T> {
  let recent = new Map<string, T>();
  let before = new Map<string, T>();
  return {
    recall(key, work) {
      const known = recent.get(key);
      if (known !== undefined) return known;
      const answer = before.get(key) ?? work();
      if (recent.size >= limit) {
        before = recent;
        recent = new Map();
      }
      recent.set(key, answer);
      return answer;
    },
  };
}

/** An answer that is worked out when it is first asked for. */
export function once<T>(work: () => T): () => T {
  let known: { readonly answer: T } | undefined;
  return () => {
    known ??= { answer: work() };
    return known.answer;
  };
}

const texts = new WeakMap<object, string>();

/** A value that never changes as text, written once: part of a key. */
export function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
