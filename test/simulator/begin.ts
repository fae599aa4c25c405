/** When a block's runs begin: assessment.md, the window. What is never pruned has gathered since then. */
import type { BackupBlock, Plan, RuleForm, Span, System } from '../../engine/plan/model.ts';
import { gapsOf, longestGap, storageNamed, WINDOW_FROM } from './sizes.ts';
import { civilOf, DAY, wallOf } from './wall.ts';

/**
 * 2025-01-01, or the 1st of January that leaves room for the longest rule, lock and `keep logs` and for two of the longest intervals.
 * The text says only `earlier by as much as` these need. The rest follows the engine, so that what is never pruned can be compared.
 */
export function beginOf(plan: Plan, system: System, block: BackupBlock): number {
  const gaps = gapsOf(block);
  const chain = Math.max(gaps.chain, gaps.fulls);
  const copies = block.copies.map((copy) => ('after' in copy.schedule ? chain : longestGap([{ schedule: copy.schedule }])));
  const interval = Math.max(chain, ...copies);
  const rules = [...block.keeps.flatMap((keep) => keep.rules), ...system.retain].map(({ rule }) => reachOf(rule, interval));
  const logs = block.keepLogs.map(({ span }) => (span === 'forever' ? 0 : longest(span)));
  const used = new Set([...block.jobs.map(({ to }) => to), ...block.copies.map(({ to }) => to)]);
  const locks = [...used].map((name) => storageNamed(plan, name).immutable).map((lock) => (lock === undefined ? 0 : longest(lock.value)));
  const needed = WINDOW_FROM - Math.max(0, ...rules, ...logs, ...locks) - 2 * interval;
  return Math.min(wallOf(2025, 1, 1), wallOf(civilOf(needed).year, 1, 1));
}

function longest({ years, months, seconds }: Span): number {
  return (years * 366 + months * 31) * DAY + seconds;
}

/** How far back a rule can keep what is made every `interval` seconds. */
function reachOf(rule: RuleForm, interval: number): number {
  const each = { last: 0, hourly: DAY / 24, daily: DAY, weekly: 7 * DAY, monthly: 31 * DAY, yearly: 366 * DAY };
  if (rule.rule === 'forever') return 0;
  if (rule.rule === 'count') return rule.count * Math.max(each[rule.period], interval);
  return longest(rule.span) + (rule.rule === 'period-for' ? each[rule.period] : 0);
}
