/** Stretches of time, [from, until). */
export type Intervals = readonly (readonly [number, number])[];

/** As few as they can be, ascending. */
export function joined(intervals: Intervals): Intervals {
  const all: [number, number][] = [];
  for (const [from, until] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], until);
    else if (from < until) all.push([from, until]);
  }
  return all;
}

/** Where the stretches of [from, to) begin that no interval covers. */
export function gapsIn(intervals: Intervals, from: number, to: number): number[] {
  const gaps: number[] = [];
  let covered = from;
  for (const [low, high] of intervals) {
    if (low > covered && covered < to) gaps.push(covered);
    covered = Math.max(covered, high);
  }
  if (covered < to) gaps.push(covered);
  return gaps;
}
