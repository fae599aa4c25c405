/** Half-open intervals of time as [from, to, from, to, …]. */

/** Intervals in any order as such that are apart, ascending. */
export function joined(intervals: readonly number[]): readonly number[] {
  const bounds: (readonly [number, number])[] = [];
  for (let index = 0; index < intervals.length; index += 2) bounds.push([intervals[index] ?? 0, intervals[index + 1] ?? 0]);
  bounds.sort((a, b) => a[0] - b[0]);
  const found: number[] = [];
  for (const [low, high] of bounds) {
    const end = found[found.length - 1];
    if (end !== undefined && low <= end) found[found.length - 1] = Math.max(end, high);
    else found.push(low, high);
  }
  return found;
}

/** What two lists of intervals that are apart have in common. */
export function intersection(one: readonly number[], other: readonly number[]): readonly number[] {
  const common: number[] = [];
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const low = Math.max(one[i] ?? 0, other[j] ?? 0);
    const high = Math.min(one[i + 1] ?? 0, other[j + 1] ?? 0);
    if (low < high) common.push(low, high);
    if ((one[i + 1] ?? 0) < (other[j + 1] ?? 0)) i += 2;
    else j += 2;
  }
  return common;
}
