/** How long what is kept of a system is kept, against how long it has to be or may be. */
import type { Length } from '../../catalogue/lengths.ts';
import type { System } from '../../plan/model.ts';
import { reachesOf } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { CheckContext } from '../check.ts';
import { arrivalInterval } from '../retention/arrivals.ts';
import { longestStay, rulesOn } from '../retention/rules.ts';
import { duration, listed } from '../words.ts';
import { type Lack, lackIn } from './lack.ts';

/** Clock changes make a span this much shorter than its days. */
const SLACK = 2 * 3600;

/** A point goes when its age is over, and the next one is younger by the interval of the runs: that much is nothing that is missing. */
export function reachLack(context: CheckContext, system: System, { text, least }: Length): Lack | undefined {
  const reaches = reachesOf(context, system).map(({ block, storage, seconds }) => {
    const runs = system.blocks[block];
    return { storage, seconds, interval: (runs && arrivalInterval(runs, storage)) ?? 0 };
  });
  const [furthest] = reaches.toSorted((one, other) => other.seconds - one.seconds);
  if (furthest === undefined || reaches.some(({ seconds, interval }) => seconds + interval >= least - SLACK)) return undefined;
  const days = Math.floor(furthest.seconds / 86400) * 86400;
  return lackIn(
    system.name,
    `what is kept of \`${system.name}\` reaches back ${duration(days)} at worst (on ${furthest.storage}), not ${text}`,
  );
}

/** What is said of points that are never pruned. */
const FOR_EVER = ['retention-missing', 'erasure-conflict'] as const;

/** A rule that counts may keep old points when no new ones come: nobody can say for how long, so nothing is said. */
export function stayLack(context: CheckContext, system: System, length: Length | 'stated'): Lack | undefined {
  const kept = system.blocks.flatMap((block) => pointStorages(block).map((storage) => ({ block, storage })));
  const forEver = kept.filter(({ block, storage }) => {
    const rules = rulesOn(block, storage);
    return rules.length === 0 || rules.some(({ rule }) => rule.rule === 'forever');
  });
  if (forEver.length > 0)
    return lackIn(system.name, `restore points of \`${system.name}\` stay on ${names(forEver)} for ever`, ...FOR_EVER);
  if (length === 'stated') return undefined;
  const stays = kept.map(({ block, storage }) => ({ storage, seconds: longestStay(context, block, storage) ?? 0 }));
  const [longest] = stays.toSorted((one, other) => other.seconds - one.seconds);
  return longest === undefined || longest.seconds <= length.most
    ? undefined
    : lackIn(
        system.name,
        `restore points of \`${system.name}\` stay on ${longest.storage} for ${duration(longest.seconds)}, longer than ${length.text}`,
        'erasure-conflict',
      );
}

function names(kept: readonly { readonly storage: string }[]): string {
  return listed([...new Set(kept.map(({ storage }) => storage))]);
}
