/** Reads the values of the language from atoms: one reader for each type. */
import type { IToken } from 'chevrotain';
import type { Matching } from './match.ts';
import { datesOfYear, monthDays, rules, schedules } from './schedules.ts';
import type { SlotPiece } from './shape.ts';
import { nearest } from './spelling.ts';
import { readString } from './strings.ts';
import { DateToken, endOf, Figure, MinuteToken, NumberToken, Percent, Slash, StringToken, TimeToken, Word } from './tokens.ts';
import type { Range, Span } from './tree.ts';
import { bitUnits, currencies, durationUnits, growthUnits, months, perUnits, sizeUnits, unitOf, weekdays } from './units.ts';

/**
 * Reads one value at an atom: leaves it in `matching.read` and gives the offset of the atom behind it, or -1 where there is no such
 * value. The form is right but the meaning is not (25:00): reports it and leaves nothing.
 */
export type Reader = (matching: Matching, at: number, leaf: SlotPiece) => number;

export const readers: Readonly<Record<string, Reader>> = {
  STRING: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== StringToken) return matching.expect(at, leaf);
    const { value, problems } = readString(atom);
    matching.problems.push(...problems);
    matching.read = value;
    return at + 1;
  },
  NAME: word((text, range) => ({ type: 'word', text, range })),
  STORAGE_KIND: word((text, range) => ({ type: 'word', text, range })),
  SYSTEM_KIND: word((text, range) => ({ type: 'word', text, range })),
  NEW: word((text, range) => ({ type: 'name', text, range })),
  REFERENCE: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== Word) return matching.expect(at, leaf);
    const behind = matching.atoms[at + 2];
    if (leaf.sorts[0] === 'check' && matching.atoms[at + 1]?.tokenType === Slash && behind?.tokenType === Word) {
      matching.read = { type: 'reference', text: `${atom.image}/${behind.image}`, sorts: leaf.sorts, range: across(atom, behind) };
      return at + 3;
    }
    matching.read = { type: 'reference', text: atom.image, sorts: leaf.sorts, range: rangeOf(atom) };
    return at + 1;
  },
  NUMBER: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== NumberToken || !Number.isFinite(Number(atom.image))) return matching.expect(at, leaf);
    matching.read = { type: 'number', value: Number(atom.image), range: rangeOf(atom) };
    return at + 1;
  },
  PERCENT: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    const sign = matching.atoms[at + 1];
    if (atom?.tokenType !== NumberToken) return matching.expect(at, leaf);
    if (sign?.tokenType !== Percent) return withoutUnit(matching, at, leaf);
    matching.read = { type: 'percent', value: Number(atom.image) / 100, range: across(atom, sign) };
    return at + 2;
  },
  DURATION: (matching, at, leaf) => {
    let years = 0;
    let monthCount = 0;
    let seconds = 0;
    let next = at;
    for (let part = amounts(matching, next); part !== undefined; part = amounts(matching, next)) {
      const spans = part.amounts.map(({ count, unit }) => spanOf(count, unit));
      if (!spans.every((span) => span !== undefined)) break;
      for (const span of spans) {
        years += span.years;
        monthCount += span.months;
        seconds += span.seconds;
      }
      next = part.next;
    }
    if (next === at) return withoutUnit(matching, at, leaf);
    const range = matching.rangeOf(at, next);
    if (years * 365 + monthCount * 30 + seconds / 86400 > LONGEST_YEARS * 366) {
      matching.report(
        'syntax',
        range,
        `\`${matching.written(at, next)}\` is more than ${LONGEST_YEARS} years, the longest duration that a plan can have.`,
      );
      matching.read = undefined;
    } else matching.read = { type: 'duration', span: { years, months: monthCount, seconds: Math.round(seconds) }, range };
    return next;
  },
  SIZE: (matching, at, leaf) => {
    const size = amount(matching, at, sizeUnits);
    if (size === undefined) return withoutUnit(matching, at, leaf);
    matching.read = { type: 'size', bytes: size.value, range: matching.rangeOf(at, size.next) };
    return size.next;
  },
  RATE: (matching, at, leaf) => {
    const size = amount(matching, at, sizeUnits) ?? amount(matching, at, bitUnits);
    if (size === undefined) return withoutUnit(matching, at, leaf);
    const per = below(matching, size.next, perUnits);
    if (per === undefined) return withoutUnit(matching, at, leaf, size.next);
    matching.read = { type: 'rate', bytesPerSecond: size.value / per, range: matching.rangeOf(at, size.next + 2) };
    return size.next + 2;
  },
  GROWTH: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    const share = atom?.tokenType === NumberToken && matching.atoms[at + 1]?.tokenType === Percent ? Number(atom.image) / 100 : undefined;
    const size = share === undefined ? amount(matching, at, sizeUnits) : { value: share, next: at + 2 };
    if (size === undefined) return withoutUnit(matching, at, leaf);
    const perMonths = below(matching, size.next, growthUnits);
    if (perMonths === undefined) return withoutUnit(matching, at, leaf, size.next);
    const range = matching.rangeOf(at, size.next + 2);
    matching.read =
      share === undefined ? { type: 'growth', bytes: size.value, perMonths, range } : { type: 'growth', fraction: share, perMonths, range };
    return size.next + 2;
  },
  MONEY: (matching, at, leaf) => {
    const part = amounts(matching, at);
    const only = part?.amounts[0];
    if (part === undefined || only === undefined || part.amounts.length > 1 || !/^[A-Z]{3}$/.test(only.unit))
      return withoutUnit(matching, at, leaf);
    if (!currencies.has(only.unit)) {
      const meant = nearest(only.unit, currencies);
      const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
      matching.report(
        'unknown-word',
        matching.rangeOf(part.next - 1, part.next),
        `\`${only.unit}\` is no currency of ISO 4217${hint}`,
        part.next - at === 2 ? meant : undefined,
      );
    }
    matching.read = { type: 'money', amount: only.count, currency: only.unit, range: matching.rangeOf(at, part.next) };
    return part.next;
  },
  UNIT: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    const bytes = atom?.tokenType === Word ? unitOf(sizeUnits, atom.image) : undefined;
    if (atom === undefined || bytes === undefined) return matching.expect(at, leaf);
    matching.read = { type: 'unit', text: atom.image, bytes, range: rangeOf(atom) };
    return at + 1;
  },
  TIME: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== TimeToken) return matching.expect(at, leaf);
    const [hours = 0, minutes = 0] = atom.image.split(':').map(Number);
    if (hours > 23 || minutes > 59)
      matching.report('impossible-schedule', rangeOf(atom), `No day has a \`${atom.image}\`: times go from \`00:00\` to \`23:59\`.`);
    else matching.read = { type: 'time', seconds: hours * 3600 + minutes * 60, range: rangeOf(atom) };
    return at + 1;
  },
  MINUTE: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== MinuteToken) return matching.expect(at, leaf);
    const minute = Number(atom.image.slice(1));
    if (minute > 59)
      matching.report('impossible-schedule', rangeOf(atom), `No hour has a minute \`${atom.image}\`: minutes go from \`:00\` to \`:59\`.`);
    else matching.read = { type: 'minute', minute, range: rangeOf(atom) };
    return at + 1;
  },
  DATE: (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== DateToken) return matching.expect(at, leaf);
    const valid = isDate(atom.image);
    if (!valid) matching.report('impossible-date', rangeOf(atom), `The calendar has no \`${atom.image}\`.`);
    matching.read = { type: 'date', text: atom.image, valid, range: rangeOf(atom) };
    return at + 1;
  },
  SCHEDULE: schedules,
  RULE: rules,
  MONTHDAY: monthDays,
  YEARDATE: datesOfYear,
  WEEKDAY: oneOf(weekdays),
  MONTH: oneOf(months),
};

/** No plan looks further ahead; and the assessment plays every run of the time that a plan speaks of. */
const LONGEST_YEARS = 100;

function word(make: (text: string, range: Range) => NonNullable<Matching['read']>): Reader {
  return (matching, at, leaf) => {
    const atom = matching.atoms[at];
    if (atom?.tokenType !== Word) return matching.expect(at, leaf);
    matching.read = make(atom.image, rangeOf(atom));
    return at + 1;
  };
}

/** A name that stands for a number, such as a weekday. */
function oneOf(table: Readonly<Record<string, number>>): Reader {
  return (matching, at, leaf) => {
    const atom = matching.atoms[at];
    const value = atom?.tokenType === Word ? unitOf(table, atom.image) : undefined;
    if (atom === undefined || value === undefined) return matching.expect(at, leaf);
    matching.read = { type: 'number', value, range: rangeOf(atom) };
    return at + 1;
  };
}

interface Amount {
  readonly count: number;
  readonly unit: string;
}

/** Numbers with their units: `5 GB` (two atoms), or `1h30m` (one). */
function amounts(matching: Matching, at: number): { readonly amounts: readonly Amount[]; readonly next: number } | undefined {
  const atom = matching.atoms[at];
  const behind = matching.atoms[at + 1];
  if (atom?.tokenType === NumberToken && behind?.tokenType === Word)
    return { amounts: [{ count: Number(atom.image), unit: behind.image }], next: at + 2 };
  if (atom?.tokenType !== Figure || !/^(?:\d+(?:\.\d+)?[A-Za-z]+)+$/.test(atom.image)) return undefined;
  const parts = atom.image.match(/[\d.]+|[A-Za-z]+/g) ?? [];
  const found: Amount[] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) found.push({ count: Number(parts[index]), unit: parts[index + 1] ?? '' });
  return { amounts: found, next: at + 1 };
}

/** One number with a unit of a table, in that unit. */
function amount(
  matching: Matching,
  at: number,
  table: Readonly<Record<string, number>>,
): { readonly value: number; readonly next: number } | undefined {
  const part = amounts(matching, at);
  const only = part?.amounts[0];
  if (part === undefined || only === undefined || part.amounts.length > 1) return undefined;
  const unit = unitOf(table, only.unit);
  return unit === undefined ? undefined : { value: only.count * unit, next: part.next };
}

/** The unit behind a slash. */
function below(matching: Matching, at: number, table: Readonly<Record<string, number>>): number | undefined {
  const atom = matching.atoms[at + 1];
  return matching.atoms[at]?.tokenType === Slash && atom?.tokenType === Word ? unitOf(table, atom.image) : undefined;
}

/** Months and years are whole: half a month is no length. */
function spanOf(count: number, unit: string): Span | undefined {
  const known = unitOf(durationUnits, unit);
  if (known === undefined) return undefined;
  if ('seconds' in known) return { years: 0, months: 0, seconds: count * known.seconds };
  if (!Number.isInteger(count)) return undefined;
  return 'months' in known ? { years: 0, months: count, seconds: 0 } : { years: count, months: 0, seconds: 0 };
}

/**
 * No such value. At the end of a half-typed line its unit is what is missing; where something else has read the number, a unit
 * could have stood behind it too.
 */
function withoutUnit(matching: Matching, at: number, leaf: SlotPiece, unitAt = at + 1): -1 {
  const isNumber = matching.atoms[at]?.tokenType === NumberToken;
  if (isNumber && (unitAt === matching.atoms.length || unitAt === matching.far))
    matching.expect(unitAt, { is: 'unit', type: leaf.type, from: at });
  return matching.expect(at, leaf);
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return /^\d{4}-\d\d-\d\d$/.test(text) && year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= length;
}

function rangeOf(atom: IToken): Range {
  return { start: atom.startOffset, end: endOf(atom) };
}

function across(first: IToken, last: IToken): Range {
  return { start: first.startOffset, end: endOf(last) };
}
