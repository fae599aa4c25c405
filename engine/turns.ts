/** Work in turns: it can be left off after each, and something else done in between. */
export type Turns<T> = Generator<undefined, T, undefined>;

/** All turns, one after the other. */
export function whole<T>(work: Turns<T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done === true) return turn.value;
  }
}
