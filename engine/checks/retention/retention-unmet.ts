import type { Retained } from '../../assess/assessment.ts';
import type { Period, System } from '../../plan/model.ts';
import { reachesOf, resultOf } from '../answers.ts';
import { isBackedUp, needsBackup, pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Fix } from '../finding.ts';
import { lackOf } from '../lack.ts';
import { textAt } from '../places.ts';
import { finding } from '../report.ts';
import { duration, listed } from '../words.ts';
import { arrivalInterval } from './arrivals.ts';
import { addRule, rulesOn } from './rules.ts';

const id = { code: 'retention-unmet', severity: 'error' } as const;

export const retentionUnmet: Check = {
  ...id,
  group: 'retention',
  summary: 'What a system must retain is pruned too soon, or never made.',
  *run(context) {
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue) || !isBackedUp(system)) continue;
      for (const retained of resultOf(context, system.name)?.retained ?? []) {
        if (!retained.met) yield report(context, system, retained);
      }
    }
  },
};

const DAY = 86400;
const SLACK = 2 * 3600;

const lengths: Readonly<Record<Period, number>> = {
  hourly: 3600,
  daily: DAY,
  weekly: 7 * DAY,
  monthly: 31 * DAY,
  yearly: 366 * DAY,
};

function report(context: CheckContext, system: System, retained: Retained) {
  const rule = textAt(context, retained.place);
  const kept = reachesOf(context, system)
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ storage, block, seconds }) => {
      const of = system.blocks.find(({ index }) => index === block);
      return { storage, seconds, keep: of === undefined ? undefined : rulesOn(of, storage)[0]?.keep };
    });
  const fixes = kept.flatMap(({ storage, keep }): Fix[] =>
    keep === undefined ? [] : [{ title: `Keep \`${rule}\` on \`${storage}\``, edits: addRule(keep, rule), safe: false }],
  );
  const message = `\`retain ${rule}\` unmet for ${system.name}: ${lackOf(retained, context.plan.timezone.value) ?? 'not everything is there'} (${listed(back(kept))}). ${advice(system, retained, rule, kept[0]?.storage)}`;
  const related = kept.flatMap(({ storage, keep }) =>
    keep === undefined ? [] : [{ place: keep.place, message: `What is kept on ${storage}.` }],
  );
  return finding(id, retained.place, message, { about: system.name, related, fixes });
}

/** `nas and vault reach back 29 days at worst`. */
function back(kept: readonly { readonly storage: string; readonly seconds: number }[]): string[] {
  const byReach = new Map<string, string[]>();
  for (const { storage, seconds } of kept) {
    const reach = Number.isFinite(seconds) ? duration(seconds) : '';
    byReach.set(reach, [...(byReach.get(reach) ?? []), storage]);
  }
  return [...byReach].map(([reach, storages]) => {
    const one = storages.length === 1;
    if (reach === '') return `${listed(storages)} ${one ? 'keeps' : 'keep'} everything`;
    return `${listed(storages)} ${one ? 'reaches' : 'reach'} back ${reach} at worst`;
  });
}

function advice({ blocks }: System, { rule }: Retained, text: string, furthest: string | undefined): string {
  const intervals = blocks.flatMap((block) => pointStorages(block).map((storage) => arrivalInterval(block, storage) ?? Infinity));
  if ('period' in rule && rule.period !== 'last' && Math.min(...intervals) > lengths[rule.period] + SLACK)
    return `Make restore points more often: ${rule.period} ones need a run for each.`;
  return furthest === undefined ? '' : `Keep \`${text}\` on ${furthest}.`;
}
