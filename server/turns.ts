/** Long work in the server, cut so short that nobody who types notices. */
import type { Turns } from '../engine/turns.ts';

/** Milliseconds that work goes on before what has come meanwhile is answered. */
const SLICE = 10;

/** Goes on with some work for a while. Whether it is done. */
export function goOn(work: Turns<unknown>): boolean {
  const end = performance.now() + SLICE;
  for (;;) {
    if (work.next().done === true) return true;
    if (performance.now() >= end) return false;
  }
}

/** Lets what has come meanwhile be answered. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
