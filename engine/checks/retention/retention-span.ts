import type { Reach } from '../../assess/retention/reach.ts';
import type { Period, RuleForm, System } from '../../plan/model.ts';
import { reachesOf } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext, Subject } from '../check.ts';
import { firstTime } from '../places.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { arrivalInterval } from './arrivals.ts';
import { type Rule, rulesOn } from './rules.ts';

const id = { code: 'retention-span', severity: 'warning' } as const;

const DAY = 86400;
/** Clock changes make a span this much shorter than its days. */
const SLACK = 2 * 3600;

const periods: Readonly<Record<Period, { readonly seconds: number; readonly unit: string }>> = {
  hourly: { seconds: 3600, unit: 'hour' },
  daily: { seconds: DAY, unit: 'day' },
  weekly: { seconds: 7 * DAY, unit: 'week' },
  monthly: { seconds: 30 * DAY, unit: 'month' },
  yearly: { seconds: 365 * DAY, unit: 'year' },
};

/** Kinds whose newest point holds all that was there before. */
const ownsItsHistory = new Set(['git']);

type Count = Extract<RuleForm, { rule: 'count' }> & { readonly period: Period };

export const retentionSpan: Check = {
  ...id,
  group: 'retention',
  summary: 'A `keep` that counts reaches back less far than its number says.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      // What it needs is said, and held against what it has: nobody misses more.
      if (system.retain.length > 0 || ownsItsHistory.has(system.kind)) continue;
      for (const block of system.blocks) {
        for (const storage of pointStorages(block)) {
          for (const rule of longestOf(rulesOn(block, storage))) {
            if (!isFirst(rule.place)) continue;
            // Where each period has one point, the number is what it says.
            if ((arrivalInterval(block, storage) ?? Infinity) >= periods[rule.rule.period].seconds - SLACK) continue;
            const reach = reachOfRule(context, system, block.index, storage, rule.rule);
            // One period is always under way; what is missing beyond that is what nobody expects.
            if (reach === undefined || reach >= (rule.rule.count - 1) * periods[rule.rule.period].seconds - SLACK) continue;
            if (reachOn(context, system, block.index, storage)?.rules.some(({ seconds }) => seconds >= length(rule.rule))) continue;
            yield report(context, system, storage, rule, reach);
          }
        }
      }
    }
  },
  brings({ about, file, range }, before, after) {
    const [was, is] = [before, after].map(({ plan }) => plan.systems.find(({ name }) => name === about));
    for (const block of was?.blocks ?? []) {
      for (const storage of pointStorages(block)) {
        const index = rulesOn(block, storage).findIndex(({ place }) => place.file === file && place.range.start === range.start);
        const [from, to] = [reachSaid(before, was, block.index, storage, index), reachSaid(after, is, block.index, storage, index)];
        if (from !== undefined && to !== undefined) return `reaches back ${to} at worst instead of ${from}`;
      }
    }
    return undefined;
  },
};

/** The counting rule that is to reach back furthest: how far the others do is of no consequence. */
function longestOf(rules: readonly Rule[]): (Rule & { readonly rule: Count })[] {
  const counts = rules.flatMap((each) => (isCount(each.rule) ? [{ ...each, rule: each.rule }] : []));
  return counts.toSorted((a, b) => length(b.rule) - length(a.rule)).slice(0, 1);
}

function length({ count, period }: Count): number {
  return count * periods[period].seconds;
}

/** How far back a rule reaches, in whole days from three on; `undefined` where that cannot be told. */
function reachSaid(subject: Subject, system: System | undefined, block: number, storage: string, index: number): string | undefined {
  const rules = system?.blocks[block] === undefined ? [] : rulesOn(system.blocks[block], storage);
  const rule = rules[index]?.rule;
  const seconds = system === undefined || rule === undefined ? undefined : reachOfRule(subject, system, block, storage, rule);
  return seconds === undefined ? undefined : said(seconds);
}

function said(reach: number): string {
  return duration(reach > 3 * DAY ? Math.floor(reach / DAY) * DAY : reach);
}

function isCount(rule: RuleForm): rule is Count {
  return rule.rule === 'count' && rule.period !== 'last' && rule.count > 1;
}

function reachOn(context: Subject, system: System, block: number, storage: string): Reach | undefined {
  return reachesOf(context, system).find((each) => each.block === block && each.storage === storage);
}

function reachOfRule(context: Subject, system: System, block: number, storage: string, wanted: RuleForm): number | undefined {
  return reachOn(context, system, block, storage)?.rules.find(({ rule }) => JSON.stringify(rule) === JSON.stringify(wanted))?.seconds;
}

function report({ plan }: CheckContext, system: System, storage: string, { rule, place }: Rule & { readonly rule: Count }, reach: number) {
  const { unit } = periods[rule.period];
  const meant = `${rule.period} for ${rule.count} ${unit}s`;
  const message = `\`${rule.count} ${rule.period}\` on ${storage} reaches back ${said(reach)} at worst, not ${rule.count} ${unit}s: it counts the ${unit} under way, and of the oldest it keeps only the last restore point. For ${rule.count} ${unit}s say \`${meant}\`.`;
  return finding(id, place, message, {
    severity: tempered(id.severity, plan, system),
    about: system.name,
    cause: `${rule.count} ${rule.period} ${said(reach)}`,
    fixes: [{ title: `Replace with \`${meant}\``, edits: [{ ...place, text: meant }], safe: false }],
  });
}
