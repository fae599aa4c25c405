/** What the `keep` statements of a block say, and changes of them. */
import type { BackupBlock, Keep, KeepLogs, Period, Place, RuleForm } from '../../plan/model.ts';
import { spanSeconds } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import { pointStorages } from '../backups.ts';
import type { Subject } from '../check.ts';
import type { TextEdit } from '../finding.ts';

export interface Rule {
  readonly rule: RuleForm;
  readonly place: Place;
  readonly keep: Keep;
}

/** The rules that speak for a storage, in the order of the plan. Empty: everything is kept there. */
export function rulesOn(block: BackupBlock, storage: string): readonly Rule[] {
  const own = block.keeps.filter(({ on }) => on === storage);
  const keeps = own.length > 0 ? own : block.keeps.filter(({ on }) => on === undefined);
  return keeps.flatMap((keep) => keep.rules.map(({ rule, place }) => ({ rule, place, keep })));
}

/** The `keep logs` that speaks for a storage. */
export function keepLogsOn(block: BackupBlock, storage: string): KeepLogs | undefined {
  return block.keepLogs.find(({ on }) => on === storage) ?? block.keepLogs.find(({ on }) => on === undefined);
}

/** The storages that a `keep` speaks for. */
export function storagesOf(block: BackupBlock, { keep }: Rule): readonly string[] {
  return pointStorages(block).filter((storage) => rulesOn(block, storage).some((each) => each.keep === keep));
}

/** Up to which age a rule keeps points, in seconds; undefined for one that counts them. */
export function ageOf(rule: RuleForm): number | undefined {
  switch (rule.rule) {
    case 'count':
      return undefined;
    case 'forever':
      return Infinity;
    default:
      return spanSeconds(rule.span);
  }
}

/**
 * For how long points stay on a storage at most, by its rules and its lock: seconds. Undefined where everything is kept, or a rule counts, so
 * that old points may stay.
 */
export function longestStay(subject: Pick<Subject, 'plan'>, block: BackupBlock, storage: string): number | undefined {
  const ages = rulesOn(block, storage).map(({ rule }) => ageOf(rule));
  if (ages.length === 0 || ages.includes(undefined)) return undefined;
  const lock = storageNamed(subject, storage)?.immutable;
  return Math.max(lock === undefined ? 0 : spanSeconds(lock.value), ...ages.map((age) => age ?? 0));
}

/** Takes a rule out of its `keep`, with the comma before or behind it. */
export function removeRule({ rules }: Keep, { file, range }: Place): TextEdit[] {
  const index = rules.findIndex(({ place }) => place.range.start === range.start);
  const [before, behind] = [rules[index - 1], rules[index + 1]];
  if (before !== undefined) return [{ file, range: { start: before.place.range.end, end: range.end }, text: '' }];
  return behind === undefined ? [] : [{ file, range: { start: range.start, end: behind.place.range.start }, text: '' }];
}

/** Puts one more rule at the end of a `keep`. */
export function addRule({ place: { file }, rules }: Keep, text: string): TextEdit[] {
  const last = rules.at(-1)?.place.range.end;
  return last === undefined ? [] : [{ file, range: { start: last, end: last }, text: `, ${text}` }];
}

/** The last point of any of these periods is also the last of one of those. */
const within: Readonly<Record<Period, readonly Period[]>> = {
  hourly: ['hourly', 'daily', 'weekly', 'monthly', 'yearly'],
  daily: ['daily', 'weekly', 'monthly', 'yearly'],
  weekly: ['weekly'],
  monthly: ['monthly', 'yearly'],
  yearly: ['yearly'],
};

/** Whether one rule keeps all that the other does, whatever runs there are. */
export function covers(one: RuleForm, other: RuleForm): boolean {
  if (one.rule === 'forever') return true;
  if (other.rule === 'forever') return false;
  if (one.rule === 'count') return other.rule === 'count' && one.period === other.period && one.count >= other.count;
  if (other.rule === 'count' || spanSeconds(one.span) < spanSeconds(other.span)) return false;
  if (one.rule === 'span') return true;
  return other.rule === 'period-for' && within[one.period].includes(other.period);
}
