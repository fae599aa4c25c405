/** Where the lanes of sites lie. */
import { MARGIN, TOP, WIDTH } from '../svg/frame.ts';
import { type Area, type Lane, lanesOf } from './lanes.ts';

/** The least and the most that a lane of systems and one of a storage are wide. */
const SYSTEMS = [176, 250] as const;
const STORAGE = [158, 260] as const;
/** Between the edge of a site and what is in it. */
const PAD = 8;
const HEAD = 40;
const GAP = 12;

export interface Frame {
  readonly area: Area;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Column {
  readonly lane: Lane;
  readonly x: number;
  readonly width: number;
}

export interface Layout {
  readonly width: number;
  readonly frames: readonly Frame[];
  readonly columns: readonly Column[];
  /** Where the heads of the lanes begin. */
  readonly heads: number;
}

export function layoutOf(areas: readonly Area[]): Layout {
  const lanes = lanesOf(areas);
  const storages = lanes.filter(({ storage }) => storage !== undefined).length;
  const deepest = Math.max(0, ...areas.map(depthOf));
  const edges = spaceOf(areas) + 2 * MARGIN;
  const least = storages * STORAGE[0] + (lanes.length - storages) * SYSTEMS[0];
  const stretch = Math.max(1, (WIDTH - edges) / Math.max(1, least));
  const systems = Math.min(SYSTEMS[1], SYSTEMS[0] * stretch);
  const storage =
    storages === 0 ? 0 : Math.max(STORAGE[0], Math.min(STORAGE[1], (WIDTH - edges - (lanes.length - storages) * systems) / storages));
  const frames: Frame[] = [];
  const columns: Column[] = [];
  const place = (area: Area, from: number, y: number): number => {
    let x = from + PAD;
    const frame = frames.push({ area, x: from, y, width: 0 }) - 1;
    for (const lane of area.lanes) {
      const width = lane.storage === undefined ? systems : storage;
      columns.push({ lane, x, width });
      x += width;
    }
    for (const inner of area.within) x = place(inner, x, y + HEAD) + PAD;
    const end = area.within.length > 0 ? x : x + PAD;
    frames[frame] = { area, x: from, y, width: end - from };
    return end;
  };
  let x: number = MARGIN;
  for (const area of areas) x = place(area, x, TOP + 4) + GAP;
  return { width: Math.max(WIDTH, x - GAP + MARGIN), frames, columns, heads: TOP + 4 + deepest * HEAD };
}

function depthOf({ within }: Area): number {
  return 1 + Math.max(0, ...within.map(depthOf));
}

/** What the edges of sites take. */
function spaceOf(areas: readonly Area[]): number {
  const inside = (area: Area): number =>
    (area.within.length > 0 ? PAD : 2 * PAD) + area.within.reduce((sum, inner) => sum + inside(inner) + PAD, 0);
  return areas.reduce((sum, area) => sum + inside(area), 0) + Math.max(0, areas.length - 1) * GAP;
}
