/**
 * The syntax tree of a `.backupplan` text.
 *
 * A file is a list of statements; a statement is a line of values, and may carry a block of further statements. What the values
 * of a statement mean is said once, in the vocabulary: the tree keeps them under the vocabulary's slot names.
 */

/** Offsets into the text in UTF-16 code units; `end` is exclusive. `0 <= start <= end <= text.length`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a name may stand for. An account is any name that a site, storage or system gives as `account`, or `production`. */
export type NameSort = 'site' | 'storage' | 'key' | 'system' | 'policy' | 'scenario' | 'contact' | 'account' | 'check';

/**
 * A length of time. Against an instant, `months` and `years` are calendar ones; compared as lengths they are 30 and 365 days.
 * `seconds` is the exact part (it may be fractional for no unit of the language, so it is an integer).
 */
export interface Span {
  readonly years: number;
  readonly months: number;
  readonly seconds: number;
}

export type Period = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

interface ValueBase {
  readonly range: Range;
}
/** A word from a fixed list (`datacenter`, `continuous`) or free (`standard-ia`, `personal-data`). */
export interface WordValue extends ValueBase {
  readonly type: 'word';
  readonly text: string;
}
/** A name used where one of `sorts` is expected. `text` may hold a `/` where `sorts` is `check` (`cis-11/restore-test`). */
export interface ReferenceValue extends ValueBase {
  readonly type: 'reference';
  readonly text: string;
  readonly sorts: readonly NameSort[];
}
/** The name that a declaration gives. */
export interface NameValue extends ValueBase {
  readonly type: 'name';
  readonly text: string;
}
/** `text` is the value meant: escapes resolved, common indentation of the long form dropped. */
export interface StringValue extends ValueBase {
  readonly type: 'string';
  readonly text: string;
  readonly long: boolean;
}
export interface NumberValue extends ValueBase {
  readonly type: 'number';
  readonly value: number;
}
/** `value` is a fraction: 25% is 0.25. */
export interface PercentValue extends ValueBase {
  readonly type: 'percent';
  readonly value: number;
}
export interface DurationValue extends ValueBase {
  readonly type: 'duration';
  readonly span: Span;
}
export interface SizeValue extends ValueBase {
  readonly type: 'size';
  readonly bytes: number;
}
export interface RateValue extends ValueBase {
  readonly type: 'rate';
  readonly bytesPerSecond: number;
}
/** `2%/month` has `fraction` 0.02; `10 GB/month` has `bytes`; `perMonths` is the unit below the line in months (12 for a year). */
export interface GrowthValue extends ValueBase {
  readonly type: 'growth';
  readonly fraction?: number;
  readonly bytes?: number;
  readonly perMonths: number;
}
/** `currency` is an ISO 4217 code. Units below the line (`/month`, `/GB`) are slots of their own. */
export interface MoneyValue extends ValueBase {
  readonly type: 'money';
  readonly amount: number;
  readonly currency: string;
}
/** A size unit below a price's line: `GB` is 1e9, `TiB` 2^40. */
export interface UnitValue extends ValueBase {
  readonly type: 'unit';
  readonly text: string;
  readonly bytes: number;
}
/** Seconds after midnight, 0 … 86340. */
export interface TimeValue extends ValueBase {
  readonly type: 'time';
  readonly seconds: number;
}
/** Minute of the hour, 0 … 59. */
export interface MinuteValue extends ValueBase {
  readonly type: 'minute';
  readonly minute: number;
}
/** `text` is ISO 8601 (`2027-06-30`); an impossible date keeps its text and has `valid: false`. */
export interface DateValue extends ValueBase {
  readonly type: 'date';
  readonly text: string;
  readonly valid: boolean;
}

/** Weekdays are ISO numbers: Monday 1 … Sunday 7. */
export type MonthDay =
  | { readonly day: number }
  | { readonly last: true }
  | { readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: number };

/** When a job runs. Times are seconds after local midnight. */
export type ScheduleForm =
  | { readonly form: 'every'; readonly span: Span }
  | { readonly form: 'hourly'; readonly minute: number }
  | { readonly form: 'daily'; readonly times: readonly number[] }
  | { readonly form: 'weekdays'; readonly times: readonly number[] }
  | { readonly form: 'weekly'; readonly weekdays: readonly number[]; readonly times: readonly number[] }
  | { readonly form: 'monthly'; readonly days: readonly MonthDay[]; readonly times: readonly number[] }
  | {
      readonly form: 'yearly';
      readonly dates: readonly { readonly month: number; readonly day: number }[];
      readonly times: readonly number[];
    }
  | { readonly form: 'cron'; readonly expression: string };
/** `zone` is the schedule's own time zone (`in "America/New_York"`), as written. */
export interface ScheduleValue extends ValueBase {
  readonly type: 'schedule';
  readonly schedule: ScheduleForm;
  readonly zone?: StringValue;
}

/** One retention rule of `keep` or `retain`. */
export type RuleForm =
  | { readonly rule: 'period-for'; readonly period: Period; readonly span: Span }
  | { readonly rule: 'count'; readonly count: number; readonly period: Period | 'last' }
  | { readonly rule: 'span'; readonly span: Span }
  | { readonly rule: 'forever' };
export interface RuleValue extends ValueBase {
  readonly type: 'rule';
  readonly rule: RuleForm;
}

export type Value =
  | WordValue
  | ReferenceValue
  | NameValue
  | StringValue
  | NumberValue
  | PercentValue
  | DurationValue
  | SizeValue
  | RateValue
  | GrowthValue
  | MoneyValue
  | UnitValue
  | TimeValue
  | MinuteValue
  | DateValue
  | ScheduleValue
  | RuleValue;
export type ValueType = Value['type'];
export type ValueOf<T extends ValueType> = Extract<Value, { type: T }>;

export interface Comment {
  readonly range: Range;
  /** As written, markers included. */
  readonly text: string;
  readonly style: 'line' | 'hash' | 'block' | 'doc';
}

/** `{ … }`. `range` covers both braces; an unclosed block ends where its last statement ends. */
export interface Block {
  readonly range: Range;
  readonly statements: readonly Statement[];
  readonly closed: boolean;
}

/**
 * One statement, declarations included (`system orders: postgresql { … }` is a statement of the file).
 *
 * `id` is the vocabulary's name for it, unique over the language (`plan`, `system`, `system.rpo`, `block.full`, `scenario.lose`),
 * or undefined where the words are not known there. `slots` holds the values under the vocabulary's slot names, in the order
 * written; a statement with an error keeps what could be read before it.
 */
export interface Statement {
  readonly id: string | undefined;
  readonly range: Range;
  /** The leading keywords as written (`depends on`, `full`). */
  readonly keyword: { readonly text: string; readonly range: Range };
  readonly slots: Readonly<Record<string, readonly Value[]>>;
  readonly block?: Block;
  /** Text of the `///` comment above, markers dropped, lines joined with `\n`. */
  readonly doc?: string;
  /** True where the statement has a syntax error of its own (not of its block). */
  readonly broken: boolean;
}

/** What went wrong while reading a text. The message says what was expected here, in words. */
export interface SyntaxProblem {
  readonly code: 'syntax' | 'unknown-word' | 'unit-mismatch' | 'impossible-date' | 'impossible-schedule';
  readonly range: Range;
  readonly message: string;
  /** The word that was probably meant; a quick fix replaces `range` with it. */
  readonly suggestion?: string;
  /** The suggestion is one slip of the pen away, and nothing else that can stand here is. */
  readonly slip?: true;
}

export interface SyntaxTree {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

/** The values of a slot that have the type asked for. */
export function values<T extends ValueType>(statement: Statement, slot: string, type: T): readonly ValueOf<T>[] {
  const found = statement.slots[slot];
  return found === undefined ? [] : found.filter((value): value is ValueOf<T> => value.type === type);
}

/** The first value of a slot if it has the type asked for. */
export function value<T extends ValueType>(statement: Statement, slot: string, type: T): ValueOf<T> | undefined {
  return values(statement, slot, type)[0];
}
