/** Answers kept by the value of what they depend on, so that an edit in one system of a thousand works out one again. */

export interface Memory<T> {
  /** The answer for a key: the one kept, else the one that `work` gives. */
  recall(key: string, work: () => T): T;
}

/** Keeps the answers for the `limit` keys that were asked for last. `work` must depend on nothing but its key. */
export function memory<T>(limit: number): Memory<T> {
  const kept = new Map<string, T>();
  return {
    recall(key, work) {
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const answer = work();
      kept.set(key, answer);
      if (kept.size > limit) {
        const oldest = kept.keys().next().value;
        if (oldest !== undefined) kept.delete(oldest);
      }
      return answer;
    },
  };
}
