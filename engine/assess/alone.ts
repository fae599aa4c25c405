/**
 * The figures of a system that do not depend on what happens to the others, without places and sentences: remembered by the text that
 * they come from, so that a keystroke in one system of a thousand works out one again.
 */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Plan, Storage, System } from '../plan/model.ts';
import { linkBetween } from '../plan/sites.ts';
import type { Copies, Retained } from './assessment.ts';
import { copiesOf } from './copies.ts';
import { type StruckBlock, struck, worstLoss } from './loss/loss.ts';
import type { Worst } from './loss/states.ts';
import { type ShapedBlock, shapeBlock } from './made/block.ts';
import type { Needed } from './made/durations.ts';
import { memory } from './memory.ts';
import { type Source, sourceOf } from './recovery/source.ts';
import { lackOf } from './retention/retained.ts';
import { damageTo } from './scenario/damage.ts';
import { type Incident, isAffected, servingStandby } from './scenario/scenarios.ts';
import { systemTexts } from './texts.ts';

export interface Alone {
  readonly copies: Copies;
  /** What each `retain` rule lacks; empty where a duration is not known. */
  readonly lacking: readonly Retained['lacking'][];
  /** One for each scenario; undefined for those that do not affect the system. */
  readonly cases: readonly (Case | undefined)[];
}

/** What becomes of a system in a scenario. */
export type Case =
  | { readonly by: 'redeployed' | 'standby' | 'nothing' }
  | { readonly by: 'unknown'; readonly missing: readonly string[]; readonly restored?: Restored }
  | { readonly by: 'points'; readonly worst: Worst; readonly restored?: Restored };

/** What a restore has to do, in numbers: a storage is read, over a link perhaps, and no faster than a cap; then log is replayed. */
export interface Restored {
  readonly storage: string;
  readonly read: number;
  readonly retrieval: number;
  readonly link?: { readonly id: string; readonly rate: number };
  readonly cap?: number;
  readonly bytes: Needed;
  /** Seconds; undefined where the block has no log. */
  readonly replay?: Needed;
}

const remembered = memory<Alone>(4000);

/** What can be said of each system of a plan alone, in each of the incidents of its scenarios. */
export function aloneIn(plan: Plan, incidents: readonly Incident[], catalogue: Catalogue): (system: System) => Alone {
  const textOf = systemTexts(plan, catalogue);
  return (system) => {
    const text = textOf(system);
    const work = (): Alone => workedOut(plan, system, incidents, catalogue);
    return text === undefined ? work() : remembered.recall(text, work);
  };
}

function workedOut(plan: Plan, system: System, incidents: readonly Incident[], catalogue: Catalogue): Alone {
  const blocks = system.blocks.map((block) => shapeBlock(plan, system, block, catalogue));
  const known = blocks.every(({ missing }) => missing.length === 0);
  return {
    copies: copiesOf(plan, system, blocks),
    lacking: known ? lackOf(system, blocks, plan.timezone.value) : [],
    cases: incidents.map((incident) =>
      system.exempt === undefined && isAffected(incident, system) ? caseOf(plan, system, blocks, incident, catalogue) : undefined,
    ),
  };
}

function caseOf(plan: Plan, system: System, shaped: readonly ShapedBlock[], incident: Incident, catalogue: Catalogue): Case {
  if (isRedeployed(system, catalogue)) return { by: 'redeployed' };
  if (servingStandby(incident, system) !== undefined) return { by: 'standby' };
  const blocks = struckBlocks(system, shaped, incident);
  if (!blocks.some(({ damage }) => damage.storages.some(({ remains }) => remains !== 'gone'))) return { by: 'nothing' };
  const missing = [...new Set(shaped.flatMap((each) => each.missing))];
  const worst = missing.length > 0 ? undefined : worstLoss(blocks);
  if (worst?.seconds === Infinity) return { by: 'nothing' };
  const source = sourceOf(plan, system, blocks, siteOf(incident, system), catalogue);
  const restored = source === undefined ? undefined : inNumbers(plan, source, siteOf(incident, system));
  return worst === undefined ? { by: 'unknown', missing, restored } : { by: 'points', worst, restored };
}

/** Whether a system holds nothing of its own and is deployed anew. */
function isRedeployed({ kind }: System, catalogue: Catalogue): boolean {
  return catalogue.systems[kind]?.redeployed === true;
}

/** Where a system is recovered to. */
export function siteOf({ scenario }: Incident, system: System): string {
  return scenario.recoverAt ?? system.at;
}

export function struckBlocks(system: System, blocks: readonly ShapedBlock[], incident: Incident): readonly StruckBlock[] {
  return blocks.map((each) => struck(each, damageTo(incident, system, each.jobs, each.copies, each.storages)));
}

function inNumbers(plan: Plan, { storage, bytes, cap, replay }: Source, site: string): Restored {
  const link = linkBetween(plan, storage.at, site);
  return {
    ...ratesOf(storage),
    link: link === undefined ? undefined : { id: link.id, rate: link.rate.value },
    cap: cap?.value,
    bytes,
    replay,
  };
}

function ratesOf({ name, read, retrieval }: Storage): Pick<Restored, 'storage' | 'read' | 'retrieval'> {
  return { storage: name, read: read.value, retrieval: retrieval.value };
}
