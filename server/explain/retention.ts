/** How far back a `keep` reaches on the storages that it speaks for, rule by rule. */
import { type Reach, reachOf } from '../../engine/assess/retention/reach.ts';
import { sayDuration, sayInstant } from '../../engine/assess/say.ts';
import { listed } from '../../engine/checks/words.ts';
import type { Examination } from '../../engine/examine.ts';
import type { BackupBlock, Keep, Place, System } from '../../engine/plan/model.ts';
import { ruleAs } from '../../engine/plan/written-as.ts';
import { missingOf } from './figures.ts';
import { survivors } from './survivors.ts';

/** A `keep` on one storage of one block; in a policy there is one for each system that uses it. */
export interface KeepReach {
  readonly system: System;
  readonly keep: Keep;
  readonly reach: Reach;
  /** Of the rules of this `keep`, each alone, in their order. Seconds. */
  readonly rules: readonly number[];
}

export interface KeepReaches {
  /** The one that reaches back least first. */
  readonly known: readonly KeepReach[];
  /** What the others would need: `orders.size`. */
  readonly missing: readonly string[];
}

/** Of the `keep` that stands at `place`, in those of the plan's systems that have it in a block. */
export function reachesOfKeep(examination: Examination, systems: readonly System[], place: Place): KeepReaches {
  const known: KeepReach[] = [];
  const missing = new Set<string>();
  for (const system of systems) {
    for (const block of system.blocks) {
      const keep = block.keeps.find((each) => each.place.file === place.file && each.place.range.start === place.range.start);
      if (keep === undefined) continue;
      const needed = missingOf(examination, system);
      if (needed.length > 0) for (const name of needed) missing.add(name);
      else known.push(...reachesIn(examination, system, block, keep));
    }
  }
  return { known: known.sort((a, b) => a.reach.seconds - b.reach.seconds), missing: [...missing] };
}

function reachesIn(examination: Examination, system: System, block: BackupBlock, keep: Keep): KeepReach[] {
  // The rules of a reach are those of all `keep`s that speak for the storage, one after the other.
  const alike = block.keeps.filter(({ on }) => on === keep.on);
  const before = alike.slice(0, alike.indexOf(keep)).flatMap(({ rules }) => rules).length;
  return reachOf(examination.plan, system, examination.catalogue)
    .filter((reach) => reach.block === block.index)
    .filter(({ storage }) => (keep.on === undefined ? !block.keeps.some(({ on }) => on === storage) : storage === keep.on))
    .map((reach) => ({
      system,
      keep,
      reach,
      rules: reach.rules.slice(before, before + keep.rules.length).map(({ seconds }) => seconds),
    }));
}

/** More rows than this nobody reads; the worst come first. */
const rowsShown = 10;

/** Markdown for a `keep`; undefined where no system has it. */
export function reachText({ plan }: Examination, { known, missing }: KeepReaches): string | undefined {
  const zone = plan.timezone.value;
  const rows = known.map(
    ({ system, reach }) =>
      `| ${system.name} | ${reach.storage} | ${back(reach.seconds)} | ${reach.at === undefined ? '' : sayInstant(reach.at, zone)} |`,
  );
  const hidden = rows.length - rowsShown;
  const parts = [
    ...(rows.length === 0
      ? []
      : [['| system | on | reaches back at worst | at its least on |', '|---|---|---|---|', ...rows.slice(0, rowsShown)].join('\n')]),
    ...(hidden > 0 ? [`And ${hidden} more that reach back no less.`] : []),
    ...ruleTable(known),
    ...(missing.length === 0 ? [] : [`How far back it reaches needs ${listed(missing)}.`]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** Each rule as if it stood alone, on the storage where it reaches back least. */
function ruleTable(known: readonly KeepReach[]): string[] {
  const rules = known[0]?.keep.rules ?? [];
  if (rules.length === 0) return [];
  const rows = rules.map(({ rule }, index) => `| ${ruleAs(rule)} | ${back(leastOfRule(known, index))} |`);
  return [['| rule alone, without chains and locks | at worst |', '|---|---|', ...rows].join('\n')];
}

/** Seconds; `Infinity` where it keeps everything. */
export function leastOfRule(known: readonly KeepReach[], index: number): number {
  return Math.min(...known.map(({ rules }) => rules[index] ?? Infinity));
}

/** What a `keep` has left a year into the plan, where it reaches back least. Markdown. */
export function survivorText(examination: Examination, { known: [worst] }: KeepReaches): string | undefined {
  return worst && survivors(examination, worst.system, worst.reach);
}

function back(seconds: number): string {
  return seconds === Infinity ? 'without end' : sayDuration(seconds);
}
