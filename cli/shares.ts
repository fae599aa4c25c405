/** Deals out work among threads so that what lies side by side stays together, and none is idle while another has a lot to do. */

/**
 * Gives, each time that a thread (0 up to `threads`, exclusive) asks, its next items of the order, at most `batch` of them; none when all
 * is dealt out. A thread goes through a share of its own first, and then helps the one that has the most left, from the end.
 */
export function shares<T>(order: readonly T[], threads: number, batch: number): (thread: number) => readonly T[] {
  const bound = (thread: number): number => Math.round((order.length * thread) / threads);
  const left = Array.from({ length: threads }, (_, thread) => ({ from: bound(thread), to: bound(thread + 1) }));
  return (thread) => {
    const own = left[thread];
    if (own !== undefined && own.from < own.to) {
      const from = own.from;
      own.from = Math.min(from + batch, own.to);
      return order.slice(from, own.from);
    }
    const most = left.reduce((one, other) => (other.to - other.from > one.to - one.from ? other : one));
    const to = most.to;
    most.to = Math.max(to - batch, most.from);
    return order.slice(most.to, to);
  };
}
