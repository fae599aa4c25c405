/** How many runs a storage has to bear at once. */
import type { Plan } from '../../../plan/model.ts';
import type { Row } from './model.ts';

export interface Load {
  readonly storage: string;
  /** Stretches with the same number of runs, of at least one. UTC seconds. */
  readonly stretches: readonly { readonly from: number; readonly to: number; readonly runs: number }[];
  /** The largest number of runs at once. */
  readonly most: number;
}

/** Storages that nothing reads or writes for a while are left out; log that comes all the time does not count. */
export function loadOf({ storages }: Plan, rows: readonly Row[]): readonly Load[] {
  return storages.flatMap(({ name }) => {
    const runs = rows.filter(({ lane }) => lane.storages.includes(name)).flatMap((row) => row.runs.filter(({ start, end }) => end > start));
    const edges = runs.flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ]);
    // What ends makes room for what starts at that instant.
    edges.sort((one, other) => one.at - other.at || one.by - other.by);
    const stretches: Load['stretches'][number][] = [];
    let going = 0;
    for (const [index, { at, by }] of edges.entries()) {
      going += by;
      const to = edges[index + 1]?.at ?? at;
      if (going > 0 && to > at) stretches.push({ from: at, to, runs: going });
    }
    const most = stretches.reduce((largest, stretch) => Math.max(largest, stretch.runs), 0);
    return most === 0 ? [] : [{ storage: name, stretches, most }];
  });
}
