/** The settings at the head of a script: what the plan says, as Bash assignments. */
import type { Assessment } from '../../assess/assessment.ts';
import type { BackupBlock, Plan, RuleForm, Span, Storage } from '../../plan/model.ts';
import { restoreHash } from '../restore-hash.ts';
import { type Chain, isLocal } from './coverage.ts';
import { chainFolder, fileName, planSlug } from './names.ts';
import { shellArray, shellMap, shellQuote } from './quote.ts';

/** Storages that are local folders, by name with their paths. */
export function storagePaths(storages: readonly Storage[]): string {
  return `storage_path=${shellMap(storages.filter(isLocal).map(({ name, path }) => [name, path ?? '']))}`;
}

/** What every script of a plan has. */
export function planSettings(plan: Plan, planHash: string): string[] {
  return [
    `plan=${shellQuote(plan.title)}`,
    `plan_hash=${shellQuote(planHash)}`,
    `plan_slug=${shellQuote(planSlug(plan))}`,
    `plan_zone=${shellQuote(plan.timezone.value)}`,
    ...(plan.metrics === undefined ? [] : [`metrics_folder=${shellQuote(plan.metrics)}`]),
    ...(plan.ping === undefined ? [] : [`ping_url=${shellQuote(plan.ping)}`]),
    ...(plan.notify.length === 0 ? [] : [`notify_targets=${shellArray(plan.notify)}`]),
  ];
}

/** What every script of a chain has beside that. */
export function chainSettings(plan: Plan, { system, block, storages }: Chain): string[] {
  return [
    `system=${shellQuote(system.name)}`,
    `restore_hash=${shellQuote(restoreHash(plan, system))}`,
    `system_folder=${shellQuote(fileName(system.name))}${block.index === 0 ? '' : `.${block.index + 1}`}`,
    `chain_folder=${shellQuote(chainFolder(system, block))}`,
    storagePaths(storages),
  ];
}

/** Storages that have log: those of log jobs, and those that a copy brings it to. */
export function withLogs({ logs, copies }: Chain): string[] {
  const names = new Set(logs.map(({ to }) => to));
  for (const { from, to } of copies) if (names.has(from)) names.add(to);
  return [...names];
}

/** Retention of one storage: its rules a line each, its lock, and how long it keeps the log (nothing: back to its oldest point). */
export function retentionSettings({ block, logs }: Chain, storage: Storage): string[] {
  const rules = rulesOn(block, storage.name).map(ruleWords);
  const keepLogs = logSpanOn(block, storage.name);
  const { immutable } = storage;
  return [
    ...(rules.length === 0 ? [] : [`keep_rules=${shellMap([[storage.name, rules.join('\n')]])}`]),
    ...(immutable === undefined ? [] : [`lock_span=${shellMap([[storage.name, spanWords(immutable.value)]])}`]),
    ...(keepLogs === undefined || logs.length === 0 ? [] : [`log_keep=${shellMap([[storage.name, keepLogs]])}`]),
  ];
}

/** The rules that speak for a storage: those of `keep on` it, else those of `keep` without `on`. None: it keeps everything. */
export function rulesOn(block: BackupBlock, storage: string): readonly RuleForm[] {
  const named = block.keeps.filter(({ on }) => on === storage);
  const speaking = named.length > 0 ? named : block.keeps.filter(({ on }) => on === undefined);
  return speaking.flatMap(({ rules }) => rules.map(({ rule }) => rule));
}

function logSpanOn(block: BackupBlock, storage: string): string | undefined {
  const keep = block.keepLogs.find(({ on }) => on === storage) ?? block.keepLogs.find(({ on }) => on === undefined);
  if (keep === undefined) return undefined;
  return keep.span === 'forever' ? 'forever' : spanWords(keep.span);
}

/** A rule as `kept_points` in lib.sh reads it. */
export function ruleWords(rule: RuleForm): string {
  switch (rule.rule) {
    case 'forever':
      return 'forever';
    case 'span':
      return `span ${spanWords(rule.span)}`;
    case 'count':
      return `count ${rule.count} ${rule.period}`;
    case 'period-for':
      return `period-for ${rule.period} ${spanWords(rule.span)}`;
  }
}

export function spanWords({ years, months, seconds }: Span): string {
  return `${years} ${months} ${seconds}`;
}

/**
 * Seconds that the assessment reckons with for the restore itself (retrieval, transfer, replay), the longest of all scenarios;
 * undefined where none is known.
 */
export function restoreEstimate(assessment: Assessment, system: string): number | undefined {
  const known = assessment.systems
    .filter(({ name }) => name === system)
    .flatMap(({ scenarios }) => scenarios)
    .filter(({ affected, recovery }) => affected && recovery.status === 'known' && recovery.source !== undefined)
    .map(({ recovery }) =>
      recovery.steps
        .filter(({ step }) => step === 'retrieve' || step === 'transfer' || step === 'replay')
        .reduce((sum, { seconds }) => sum + seconds, 0),
    );
  return known.length === 0 ? undefined : Math.round(Math.max(...known));
}

/** The keys of a chain's storages, where they have some. */
export function keysOn(chain: Chain): string[] {
  const keys = chain.storages.flatMap((storage) => {
    const key = keyOn(chain, storage);
    return key === undefined ? [] : [[storage.name, key] as const];
  });
  return keys.length === 0 ? [] : [`storage_key=${shellMap(keys)}`];
}

/** The key that a job or copy to a storage names, else the storage's own. */
export function keyOn({ jobs, logs, copies }: Chain, { name, key }: Storage): string | undefined {
  return [...jobs, ...logs, ...copies].find((each) => each.to === name && each.key !== undefined)?.key ?? key;
}
