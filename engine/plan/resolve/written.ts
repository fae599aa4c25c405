/** Reading statements: what stands in a block, and its values with the place that they stand at. */
import {
  type DurationValue,
  type Range,
  type RuleValue,
  type ScheduleValue,
  type Statement,
  type ValueOf,
  type ValueType,
  value,
  values,
} from '../../../grammar/tree.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Declared, type Money, type Place, type RuleForm, type Schedule, type Sourced, type Span, spanSeconds } from '../model.ts';
import type { Declaration, Names } from '../names.ts';
import { isZone } from '../zones.ts';

/** A statement with the file it stands in. */
export interface Written {
  readonly file: string;
  readonly statement: Statement;
}

/** What resolving any part of a plan needs to know of the whole. */
export interface Scope {
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly timezone: string;
}

/** The statements of a block that have this id, in the order written. */
export function inside(of: Written, id: string): readonly Written[] {
  return byId(of).get(id) ?? [];
}

/** All statements of a block, in the order written. */
export function allInside(of: Written): readonly Written[] {
  return of.statement.block?.statements.map((statement) => ({ file: of.file, statement })) ?? [];
}

/** Sorted once for each block, since a system is asked for some forty statements. */
function byId(of: Written): ReadonlyMap<string, readonly Written[]> {
  const known = sorted.get(of.statement);
  if (known !== undefined) return known;
  const groups = new Map<string, Written[]>();
  for (const inner of allInside(of)) {
    const id = inner.statement.id ?? '';
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [inner]);
    else group.push(inner);
  }
  sorted.set(of.statement, groups);
  return groups;
}

const sorted = new WeakMap<Statement, ReadonlyMap<string, readonly Written[]>>();

/** The statement with this id; of several the first (`duplicate-statement` reports the others). */
export function setting(of: Written, id: string): Written | undefined {
  return inside(of, id)[0];
}

export function placeOf(of: Written, range: Range = of.statement.range): Place {
  return { file: of.file, range };
}

export function byDefault<T>(content: T, about: string, because: string): Sourced<T> {
  return { value: content, source: { from: 'default', about, because } };
}

export function fromPlan<T>(content: T, place: Place): Sourced<T> {
  return { value: content, source: { from: 'plan', place } };
}

/** What a slot of a statement says. The place is the whole statement's; `clause` makes it the value's own. */
export function said<T extends ValueType, R>(
  of: Written | undefined,
  slot: string,
  type: T,
  read: (found: ValueOf<T>) => R,
): Sourced<R> | undefined {
  const found = of === undefined ? undefined : value(of.statement, slot, type);
  return of === undefined || found === undefined ? undefined : fromPlan(read(found), placeOf(of));
}

export function clause<T extends ValueType, R>(of: Written, slot: string, type: T, read: (found: ValueOf<T>) => R): Sourced<R> | undefined {
  const found = value(of.statement, slot, type);
  return found === undefined ? undefined : fromPlan(read(found), placeOf(of, found.range));
}

export const span = (found: DurationValue): Span => found.span;
export const seconds = (found: DurationValue): number => spanSeconds(found.span);
export const rate = (found: ValueOf<'rate'>): number => found.bytesPerSecond;
export const size = (found: ValueOf<'size'>): number => found.bytes;
export const word = (found: ValueOf<'word'>): string => found.text;
export const money = (found: ValueOf<'money'>): Money => ({ amount: found.amount, currency: found.currency });

export function text(of: Written | undefined, slot: string): string | undefined {
  return of === undefined ? undefined : value(of.statement, slot, 'string')?.text;
}

export function texts(of: Written | undefined, slot: string): readonly string[] {
  return of === undefined ? [] : values(of.statement, slot, 'string').map((found) => found.text);
}

export function wordText(of: Written | undefined, slot: string): string | undefined {
  return of === undefined ? undefined : value(of.statement, slot, 'word')?.text;
}

export function words(of: Written | undefined, slot: string): readonly string[] {
  return of === undefined ? [] : values(of.statement, slot, 'word').map((found) => found.text);
}

/** The word if it is one of those that the language knows there. */
export function wordOf<W extends string>(of: Written | undefined, slot: string, known: readonly W[]): W | undefined {
  const found = wordText(of, slot);
  return known.find((candidate) => candidate === found);
}

/** A date that exists, as ISO text. */
export function date(of: Written | undefined, slot: string): string | undefined {
  const found = of === undefined ? undefined : value(of.statement, slot, 'date');
  return found?.valid === true ? found.text : undefined;
}

/** The names in a slot that mean something of a sort expected there; the others are left out. */
export function referTo(scope: Scope, of: Written | undefined, slot: string): readonly { readonly name: string; readonly range: Range }[] {
  if (of === undefined) return [];
  return values(of.statement, slot, 'reference')
    .filter(({ text, sorts }) => scope.names.resolve(text, sorts) !== undefined || (text === 'production' && sorts.includes('account')))
    .map((found) => ({ name: found.text, range: found.range }));
}

export function nameIn(scope: Scope, of: Written | undefined, slot: string): string | undefined {
  return referTo(scope, of, slot)[0]?.name;
}

export function namesIn(scope: Scope, of: Written | undefined, slot: string): readonly string[] {
  return [...new Set(referTo(scope, of, slot).map(({ name }) => name))];
}

/** The name of an account, which its use declares. */
export function account(of: Written | undefined): Sourced<string> | undefined {
  return said(of, 'account', 'reference', (found) => found.text);
}

export function rules(of: Written): readonly { readonly rule: RuleForm; readonly place: Place }[] {
  return values(of.statement, 'rules', 'rule').map((found: RuleValue) => ({ rule: found.rule, place: placeOf(of, found.range) }));
}

/** A schedule in its own time zone, or in the plan's where it names none that exists. */
export function schedule(scope: Scope, of: Written): Schedule | undefined {
  const found: ScheduleValue | undefined = value(of.statement, 'schedule', 'schedule');
  if (found === undefined) return undefined;
  const zone = found.zone !== undefined && isZone(found.zone.text) ? found.zone.text : scope.timezone;
  return { form: found.schedule, zone, place: placeOf(of, found.range) };
}

/** `window 22:00 to 06:00`. */
export function timeWindow(of: Written | undefined): { readonly from: number; readonly to: number; readonly place: Place } | undefined {
  if (of === undefined) return undefined;
  const from = value(of.statement, 'from', 'time');
  const to = value(of.statement, 'to', 'time');
  return from === undefined || to === undefined ? undefined : { from: from.seconds, to: to.seconds, place: placeOf(of) };
}

/** What every declaration has. */
export function declared(of: Declaration): Declared {
  const { name, file, statement } = of;
  return { name, place: placeOf(of), namePlace: { file, range: of.nameRange }, statement, doc: statement.doc };
}

/** The declarations of a sort, the first of each name. */
export function declarationsOf(names: Names, sort: Declaration['sort']): readonly Declaration[] {
  return names.declarations.filter((declaration) => declaration.sort === sort && names.resolve(declaration.name, [sort]) === declaration);
}
