/** Walks the space of `design` from end to end: no bound, nothing left out, every draft assessed. */
import { isAway } from '../../engine/checks/away.ts';
import type { Structure } from '../../engine/design/bounds.ts';
import { shortfalls, worst } from '../../engine/design/figures.ts';
import { carryingsOf, gapOf, type Rhythm, rhythmsOf, stylesOfSystem } from '../../engine/design/space.ts';
import { type Price, Trial } from '../../engine/design/trial.ts';
import { type Wants, wantsOf } from '../../engine/design/wants.ts';
import type { Draft } from '../../engine/design/write.ts';
import type { Examination } from '../../engine/examine.ts';
import type { Plan, Storage, System } from '../../engine/plan/model.ts';
import { linkBetween } from '../../engine/plan/sites.ts';

export interface Walked {
  readonly draft: Draft;
  readonly text: string;
  readonly price: Price;
  readonly loss: number;
  readonly recovery: number;
}

/** What meets all that is asked with these goals. */
export function walk(examination: Examination, system: System, goals: Wants['goals']): readonly Walked[] {
  const wants = { ...wantsOf(examination, system), goals };
  const trial = new Trial(examination, wants);
  const near = wants.storages.filter((each) => !isAway(examination.plan, system, each));
  const rest = wants.storages.filter((each) => !near.includes(each));
  const among = (primaries: readonly Storage[]): readonly Walked[] =>
    primaries.flatMap((primary) => fromPrimary(examination, wants, trial, primary));
  const nearby = among(near);
  return nearby.length > 0 ? nearby : among(rest);
}

function fromPrimary(examination: Examination, wants: Wants, trial: Trial, primary: Storage): readonly Walked[] {
  const others = wants.storages.filter((each) => each !== primary);
  return stylesOfSystem(examination, wants.system).flatMap((style) => {
    const found = new Map<string, Walked>();
    const look = (copies: readonly Storage[]): void => {
      const names = copies.map(({ name }) => name);
      const enough = [[], ...(copies.length === 2 ? names.map((name) => [name]) : [])].some(
        (fewer) => copies.length > fewer.length && found.has(fewer.join()),
      );
      const walked = enough ? undefined : longest(examination, wants, trial, { style, primary, copies });
      if (walked !== undefined) found.set(names.join(), walked);
    };
    look([]);
    for (const one of others) look([one]);
    for (const [index, one] of others.entries()) for (const two of others.slice(index + 1)) look([one, two]);
    return [...found.values()];
  });
}

/** Of one structure the longest schedule that meets everything: the longest rhythm, of these the longest way of carrying. */
function longest(examination: Examination, wants: Wants, trial: Trial, structure: Structure): Walked | undefined {
  const { style, copies } = structure;
  const hasLog = stylesOfSystem(examination, wants.system).some(({ log }) => log);
  for (const rhythm of rhythmsOf(style, hasLog)) {
    if (!leavesRoom(examination.plan, wants, structure, rhythm)) continue;
    for (const carrying of carryingsOf(style, copies.length)) {
      const found = walked(trial, wants, { ...structure, rhythm, carrying });
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function leavesRoom(plan: Plan, { system, mostApart }: Wants, { style, primary, copies }: Structure, rhythm: Rhythm): boolean {
  const rates = [primary, ...copies].map(({ at, write }) =>
    Math.min(write.value, linkBetween(plan, system.at, at)?.rate.value ?? Infinity),
  );
  const takes = ((system.size?.value ?? 0) * system.compresses.value) / Math.min(...rates);
  const changed = ((system.changes?.value ?? 0) * system.compresses.value) / primary.write.value;
  if (gapOf(rhythm) > mostApart) return false;
  if (style.tool.deduplicates) return true;
  return takes * 2 <= rhythm.full.seconds && (rhythm.between === undefined || changed <= 0.5);
}

function walked(trial: Trial, wants: Wants, draft: Draft): Walked | undefined {
  const { text, result, price } = trial.run(draft);
  if (result === undefined || shortfalls(result, wants, draft).length > 0) return undefined;
  const { price: sum, full } = price();
  return full.length > 0 ? undefined : { draft, text, price: sum, loss: worst(result, 'loss'), recovery: worst(result, 'recovery') };
}
