/** The span of time that every answer is worked out over, and how instants and durations are represented. */

/** 2027-01-01T00:00Z and 2029-01-01T00:00Z in UTC seconds; the end is exclusive. */
export const WINDOW = { start: 1_798_761_600, end: 1_861_920_000 } as const;

/** 2030-01-01T00:00Z: what lies on storages and costs is told up to here, 36 months from the start of the window. UTC seconds. */
export const HORIZON = 1_893_456_000;

/** 2025-01-01T00:00Z: where runs begin unless a retention needs them to begin earlier. */
export const HISTORY = 1_735_689_600;

/** The finest difference between two instants. Seconds. */
export const TICK = 2 ** -20;

/**
 * The nearest multiple of 2^-20 s. Every duration passes through here once. Instants are below 2^32 s, so sums and differences of
 * instants and durations need at most 52 bits: they are exact in a double, and two instants that are meant to be one compare equal.
 * A duration that is a whole number of seconds stays one whatever noise its division had; any other is off by less than 0.5 µs.
 */
export function tick(seconds: number): number {
  return Math.round(seconds / TICK) * TICK;
}
