/** Where instants and lengths lie on a line, and where it is worth a mark. */

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const steps = [
  ...[1, 5, 10, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 4, 7, 14, 30, 60, 90, 180, 365].map((days) => days * DAY),
];

/** Marks at even lengths from 0 to `most` seconds, `count` of them after 0 at most. */
export function marks(most: number, count: number): readonly number[] {
  let step = steps.find((candidate) => most / candidate <= count) ?? 365 * DAY;
  while (most / step > count) step *= 2;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}
