/** Two states of a figure, and whether it has become better. */

import type { Examination } from '../examine.ts';
import { type About, type Figure, type FigureKind, type FigureOf, figuresOf } from './figures.ts';
import type { Renames } from './renames.ts';

/** `other`: it has changed, and is neither better nor worse, or nobody can say. */
export type Trend = 'worse' | 'better' | 'other';

export interface FigureChange extends About {
  /** Undefined where there was none to compare with: a new system or scenario, or a plan that could not be read. */
  readonly before?: Figure;
  readonly after: Figure;
  readonly trend: Trend;
}

/** Figures that are as they were are left out, and so are those of what is there no longer. */
export function figureChanges(before: Examination, after: Examination, renames: Renames): readonly FigureChange[] {
  const had = new Map(figuresOf(before, renames).map((each) => [keyOf(each), each.figure]));
  const changes = figuresOf(after).flatMap(({ figure, ...about }): readonly FigureChange[] => {
    const old = had.get(keyOf(about));
    if (old === undefined)
      return isTelling(about, figure) ? [{ ...about, after: figure, trend: figure.kept === false ? 'worse' : 'other' }] : [];
    return isSame(old, figure) ? [] : [{ ...about, before: old, after: figure, trend: trendOf(about.kind, old, figure) }];
  });
  // Of what is not known any more nothing is counted: what seems better may owe it to that.
  const lessIsKnown = changes.some(({ before, after: now }) => before?.missing === undefined && now.missing !== undefined);
  return lessIsKnown ? changes.map((each) => (each.trend === 'better' ? { ...each, trend: 'other' } : each)) : changes;
}

function keyOf({ kind, about, scenario, detail }: About | FigureOf): string {
  return JSON.stringify([kind, about, scenario, detail]);
}

/** Of what is new only what says something: that a storage is never full does not. */
function isTelling({ kind }: About, { text }: Figure): boolean {
  return text !== 'not affected' && !(kind === 'full' && text === 'never');
}

function isSame(one: Figure, other: Figure): boolean {
  return one.text === other.text && one.value === other.value && one.target === other.target && one.kept === other.kept;
}

/** Of these more is better. */
const moreIsBetter = new Set<FigureKind>(['copies', 'off-site', 'locked', 'restore-tested', 'retain', 'reach', 'full']);

function trendOf(kind: FigureKind, before: Figure, after: Figure): Trend {
  if (before.currency !== after.currency) return 'other';
  const promised = kind === 'budget' || after.target !== undefined;
  if (before.kept !== after.kept && (after.kept === false || (before.kept === true && promised))) return 'worse';
  if (before.kept === false && after.kept === true) return 'better';
  if (kind === 'budget') return 'other';
  if (before.value === undefined || after.value === undefined)
    return after.value === before.value ? 'other' : after.value === undefined ? 'worse' : 'better';
  if (isSlight(before.value, after.value)) return 'other';
  return after.value > before.value === moreIsBetter.has(kind) ? 'better' : 'worse';
}

/** Under a hundredth: no promise hangs on it. */
function isSlight(before: number, after: number): boolean {
  return before === after || (Number.isFinite(before) && Math.abs(after - before) < Math.abs(before) / 100);
}
