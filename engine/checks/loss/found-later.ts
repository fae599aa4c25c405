const DAY = 86400;
const LATER = 1.25;

/** When damage is found is an estimate: the delay, in seconds, that a plan should hold for too. A quarter more, in whole days. */
export function foundLater(detectedAfter: number): number {
  return Math.round((detectedAfter * LATER) / DAY) * DAY;
}
