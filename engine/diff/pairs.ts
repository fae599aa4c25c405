/** Which plans of two folders are two states of one plan, wherever their files have moved to and whatever they are called now. */
import type { Examination } from '../examine.ts';
import type { States } from './diff.ts';

/** A plan with its path below its folder. */
export interface Filed {
  readonly path: string;
  readonly examination: Examination;
}

/** In the order of the plans as they are now; what is gone comes last. */
export function pairs(before: readonly Filed[], after: readonly Filed[]): readonly States[] {
  const gone = new Set(before);
  const found = new Map<Filed, Filed>();
  const pair = (isSame: (old: Filed, now: Filed) => boolean): void => {
    for (const now of after) {
      if (found.has(now)) continue;
      const old = [...gone].find((each) => isSame(each, now));
      if (old === undefined) continue;
      found.set(now, old);
      gone.delete(old);
    }
  };
  pair((old, now) => old.path === now.path && title(old) === title(now));
  pair((old, now) => title(old) === title(now));
  pair((old, now) => old.path === now.path);
  pair((old, now) => shareMost(old, now));
  return [
    ...after.map((now) => ({ before: found.get(now)?.examination, after: now.examination })),
    ...[...gone].map(({ examination }) => ({ before: examination })),
  ];
}

function title({ examination: { plan } }: Filed): string {
  return plan.title;
}

/** A plan with another title in another place has most of its systems still. */
function shareMost(old: Filed, now: Filed): boolean {
  const [had, has] = [old, now].map(({ examination: { plan } }) => plan.systems.map(({ name }) => name));
  const shared = had?.filter((name) => has?.includes(name)).length ?? 0;
  return shared > 0 && 2 * shared >= Math.max(had?.length ?? 0, has?.length ?? 0);
}
