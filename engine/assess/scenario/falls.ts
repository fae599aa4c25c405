/** Which storages are no help in a scenario, and why (assessment §5). */
import { type Storage, type System, spanSeconds } from '../../plan/model.ts';
import type { Fall } from '../assessment.ts';
import { type StruckBlock, struck, worstLossFrom } from '../loss/loss.ts';
import { reached } from '../recovery/source.ts';
import { sayDuration } from '../say.ts';
import { remainsOf } from './damage.ts';
import type { Incident } from './scenarios.ts';

/** The storages that the scenario takes, with what they hold or with its key; with `all`, also why each of the others restores nothing. */
export function fallsOf(incident: Incident, system: System, blocks: readonly StruckBlock[], all: boolean): Fall[] {
  const storages = [...new Set(blocks.flatMap(({ shaped }) => shaped.storages))];
  return storages.flatMap((storage) => {
    const isAsked = all || sealedKey(incident, blocks, storage.name) !== undefined;
    const fall = fallWith(incident, storage) ?? (isAsked ? empty(incident, system, blocks, storage) : undefined);
    return fall === undefined ? [] : [fall];
  });
}

/** Why an incident takes a storage, whatever it holds; undefined where it does not. */
export function fallWith(incident: Incident, storage: Storage): Fall | undefined {
  const { name, place } = storage;
  const lost = incident.lostStorages.get(name);
  if (lost !== undefined) return lost;
  const key = storage.key === undefined ? undefined : incident.lostKeys.get(storage.key);
  if (key !== undefined) return { storage: name, reason: 'key-lost', because: key, place };
  if (remainsOf(incident, storage) !== 'gone') return undefined;
  return { storage: name, reason: 'compromised', because: `${storage.account.value} can delete there, and nothing is locked`, place };
}

/** Why a storage that is still there restores nothing. */
function empty(incident: Incident, system: System, blocks: readonly StruckBlock[], storage: Storage): Fall | undefined {
  const { name, place } = storage;
  if (worstLossFrom(name, blocks).seconds !== Infinity) return undefined;
  const fall = (reason: Fall['reason'], because: string): Fall => ({ storage: name, reason, because, place });
  const comes = (word: 'full' | 'incremental' | 'differential'): boolean => system.blocks.some((block) => reached(block, word).has(name));
  const sealed = sealedKey(incident, blocks, name);
  if (sealed !== undefined) return fall('key-lost', sealed);
  const alone = comes('full') || system.blocks.some(({ jobs }) => jobs.some(({ word, to }) => word === 'snapshot' && to === name));
  if (!alone) {
    if (comes('incremental') || comes('differential')) return fall('chain-apart', 'the full that its points need is elsewhere, and gone');
    return fall('no-points', 'no restore point comes there');
  }
  const delay = incident.scenario.detectedAfter.value;
  const found = `the damage is found ${sayDuration(spanSeconds(delay))} later`;
  if (remainsOf(incident, storage) === 'locked' && storage.immutable !== undefined) {
    const locked = sayDuration(spanSeconds(storage.immutable.value));
    return fall(
      'lock-expired',
      `its points are locked for ${locked}, and at worst none of those from before is still locked when ${found}`,
    );
  }
  const atOnce = blocks.map(({ shaped, damage }) => struck(shaped, { ...damage, detectedAfter: { years: 0, months: 0, seconds: 0 } }));
  if (spanSeconds(delay) > 0 && worstLossFrom(name, atOnce).seconds !== Infinity)
    return fall('found-too-late', `its points are gone when ${found}`);
  return fall('no-points', 'at times it holds nothing that can be restored');
}

function sealedKey(incident: Incident, blocks: readonly StruckBlock[], storage: string): string | undefined {
  for (const { shaped } of blocks) {
    for (const { to, key } of [...shaped.jobs, ...shaped.copies]) {
      const how = key === undefined ? undefined : incident.lostKeys.get(key);
      if (how !== undefined && (to === storage || shaped.copies.some((copy) => copy.to === storage))) return how;
    }
  }
  return undefined;
}
