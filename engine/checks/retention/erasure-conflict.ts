import { type BackupBlock, type Storage, type System, spanSeconds } from '../../plan/model.ts';
import { spanAs } from '../../plan/written-as.ts';
import { storageNamed } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { duration, listed } from '../words.ts';
import { ageOf, rulesOn } from './rules.ts';

const id = { code: 'erasure-conflict', severity: 'warning' } as const;

const DAY = 86400;
/** What is pruned within a year, and can be deleted within a quarter, is common practice. */
const LONG = { kept: 366 * DAY, locked: 92 * DAY };

export const erasureConflict: Check = {
  ...id,
  group: 'retention',
  summary: 'What a person has had erased stays in backups for years, or cannot be taken out of them.',
  *run(context) {
    if (!context.plan.comply.includes('gdpr')) return;
    for (const system of context.judged) {
      const found = system.holds.includes('personal-data') ? report(context, system) : undefined;
      if (found !== undefined) yield found;
    }
  },
};

interface Held {
  readonly storage: Storage;
  readonly block: BackupBlock;
  /** Seconds; `Infinity` for ever. */
  readonly kept: number;
  /** The same as the plan says it. */
  readonly text: string;
  readonly locked: number;
}

function report(context: CheckContext, system: System): Finding | undefined {
  const held = system.blocks
    .flatMap((block) => pointStorages(block).flatMap((name) => heldOn(block, storageNamed(context, name))))
    .filter(({ kept, locked }) => kept > LONG.kept || locked > LONG.locked);
  const [first] = held;
  if (first === undefined) return undefined;
  const stays = [...new Map(held.map((each) => [each.storage.name, each])).values()];
  const message = `\`${system.name}\` holds personal data, and the plan complies with gdpr: what a person has had erased stays ${listed(stays.map(stay))}, and comes back with a restore. Keep it for a year at most and lock it for a quarter, or say in an \`accept\` how erasures are repeated after a restore.`;
  const rule = rulesOn(first.block, first.storage.name)[0];
  const { immutable } = first.storage;
  const place = first.kept > LONG.kept ? rule?.keep.place : immutable?.source.from === 'plan' ? immutable.source.place : undefined;
  return finding(id, place ?? system.namePlace, message, {
    about: system.name,
    cause: place && JSON.stringify(place),
    related: [{ place: system.namePlace, message: 'It holds personal data.' }],
  });
}

function heldOn(block: BackupBlock, storage: Storage | undefined): readonly Held[] {
  if (storage === undefined) return [];
  const rules = rulesOn(block, storage.name).map(({ rule }) => rule);
  const locked = storage.immutable === undefined ? 0 : spanSeconds(storage.immutable.value);
  // Without a rule everything stays, and that is said elsewhere; how old what is counted gets is not known.
  const [longest] = rules.filter((rule) => ageOf(rule) !== undefined).toSorted((one, other) => (ageOf(other) ?? 0) - (ageOf(one) ?? 0));
  const kept = longest === undefined ? 0 : (ageOf(longest) ?? 0);
  const text = longest === undefined || !('span' in longest) ? 'ever' : spanAs(longest.span);
  return [{ storage, block, kept, text, locked }];
}

/** `for 7 years on vault`, `for ever on vault`, `locked for 365 days on vault`. */
function stay({ storage, kept, text, locked }: Held): string {
  return kept <= LONG.kept ? `locked for ${duration(locked)} on ${storage.name}` : `for ${text} on ${storage.name}`;
}
