/** The surroundings of a worst loss: what is left of a block around its witness, and the ways on which points came where they are. */
import type { Span } from '../../plan/model.ts';
import type { History } from '../made/history.ts';
import { ALONE } from '../made/made.ts';
import type { Damage } from '../scenario/damage.ts';
import { zoneOf } from '../schedule/calendar.ts';
import { logViews, type View } from './log-views.ts';
import { type Presence, restorablePoints } from './points.ts';
import { stretches } from './states.ts';

/** A block with what the incident leaves of it. */
export interface Struck {
  readonly history: History;
  readonly damage: Damage;
}

/** What is known about the block around the witness. */
export interface Scene extends Struck {
  readonly block: number;
  readonly delay: number;
  readonly detectedAfter: Span;
  readonly points: Presence;
  readonly onStorage: (storage: number) => Presence;
  readonly views: readonly View[];
}

export function sceneOf({ history, damage }: Struck, block: number, at: number): Scene {
  const all = stretches(damage.detectedAfter, zoneOf(history.shape.zone));
  const delay = (all.find(({ from, to }) => from < at && at <= to) ?? all[0])?.delay ?? 0;
  // A piece of time around the witness is enough; a whole year may be needed to find who holds the state.
  const restorable = restorablePoints(history, damage, delay, at - 1, at + 1);
  return {
    history,
    damage,
    block,
    delay,
    detectedAfter: damage.detectedAfter,
    points: restorable.points,
    onStorage: (storage) => restorable.on(storage),
    views: logViews(history, damage, delay),
  };
}

/** A copy's run. */
export interface Hop {
  readonly copy: number;
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

/** The copies by which a point comes to a storage that it reaches at `end`; undefined where it comes to none then. */
export function wayOf(scene: Scene, point: number, end: number): Hop[] | undefined {
  const { holdings } = scene.history;
  for (const [storage, { available }] of holdings.entries()) {
    if (scene.damage.storages[storage]?.remains !== 'gone' && available[point] === end) return hopsTo(scene, storage, point);
  }
  return undefined;
}

function hopsTo(scene: Scene, storage: number, point: number): Hop[] {
  const { holdings, shape } = scene.history;
  const { via, since, available } = holdings[storage] ?? {};
  const by = via?.[point] ?? ALONE;
  const copy = shape.copies[by];
  const end = available?.[point] ?? 0;
  if (copy === undefined) return [];
  const hop = { copy: by, from: nameOf(scene, copy.from), to: nameOf(scene, copy.to), start: since?.[point] ?? end, end };
  return [...hopsTo(scene, copy.from, point), hop];
}

/** The name of a storage of the block. */
export function nameOf({ history }: Scene, storage: number): string {
  return history.shape.storages[storage]?.name ?? '';
}
