/** What the `points with` command of a system has answered: the restore points that somebody else keeps. */

export type Probe =
  /** Instants of the points, seconds since 1970, the newest first. */
  | { readonly points: readonly number[] }
  /** Why it is no answer, as a clause. */
  | { readonly problem: string };

const MOST_POINTS = 100_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/u;

/**
 * Reads the output strictly: in every line that is not empty a word is an instant of RFC 3339 with its zone (`2026-11-30T03:00:00Z`);
 * other words are names. One line may hold several. What has a line without an instant is no list of points, and none of it counts.
 */
export function readProbe(output: string): Probe {
  const points: number[] = [];
  for (const [index, line] of output.split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue;
    const found = line.split(/\s+/u).flatMap((word) => instant(word) ?? []);
    if (found.length === 0) return { problem: `line ${index + 1} of what it printed holds no instant like 2026-11-30T03:00:00Z` };
    points.push(...found);
    if (points.length > MOST_POINTS) return { problem: `it printed more than ${MOST_POINTS} points` };
  }
  return { points: points.sort((one, other) => other - one) };
}

function instant(word: string): number | undefined {
  const milliseconds = INSTANT.test(word) ? Date.parse(word) : Number.NaN;
  return Number.isFinite(milliseconds) ? milliseconds / 1000 : undefined;
}
