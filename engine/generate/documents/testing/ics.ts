/** The calendar as a file that calendar programs read (RFC 5545). The same plan gives the same bytes. */
import { Temporal } from 'temporal-polyfill';
import { DAY, dayOf, zoneOf } from '../../../assess/schedule/calendar.ts';
import { planSlug } from '../../scripts/names.ts';
import type { DocumentSource } from '../source.ts';
import { calendarOf, type Entry, yearOf } from './calendar.ts';
import { how, LEVEL, passes, title } from './words.ts';

/** An event that names no length takes an hour. */
const HOUR = 3600;

export function testingCalendar(source: DocumentSource): string {
  const { plan } = source;
  // There is no date of generation: events are stamped with the review that they come from.
  const stamp = utc(dayOf(plan.reviewed ?? `${yearOf(plan)}-01-01`) * DAY);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Backup Plan//Testing schedule//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...calendarOf(source).flatMap((entry) => event(source, entry, stamp)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function event(source: DocumentSource, entry: Entry, stamp: string): readonly string[] {
  const { plan } = source;
  const level = LEVEL[entry.test.sort];
  const wanted = passes(source, entry);
  const description = [`${how(source, entry)}.`, ...(wanted.length === 0 ? [] : [`Passed when: ${wanted.join('; ')}.`])].join('\n');
  return [
    'BEGIN:VEVENT',
    `UID:${yearOf(plan)}-${entry.id}@${planSlug(plan)}.backupplan`,
    `DTSTAMP:${stamp}`,
    ...times(source, entry),
    `SUMMARY:${escaped(`${title(entry)}${level === '' ? '' : ` (${level})`}`)}`,
    `DESCRIPTION:${escaped(description)}`,
    `CATEGORIES:${escaped(plan.title)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** In UTC, so that no time zone has to be described; whole days are those of whoever looks. */
function times({ plan }: DocumentSource, { date, time, box }: Entry): readonly string[] {
  const day = dayOf(date);
  if (time === undefined) return [`DTSTART;VALUE=DATE:${date.replaceAll('-', '')}`, `DTEND;VALUE=DATE:${utc((day + 1) * DAY).slice(0, 8)}`];
  const start = zoneOf(plan.timezone.value).instant(day * DAY + time);
  return [`DTSTART:${utc(start)}`, `DTEND:${utc(start + (box === undefined || box <= 0 ? HOUR : box))}`];
}

/** `20270105T090000Z`. */
function utc(seconds: number): string {
  const iso = Temporal.Instant.fromEpochMilliseconds(Math.round(seconds) * 1000).toString();
  return `${iso.slice(0, 19).replace(/[-:]/gu, '')}Z`;
}

/** TEXT of RFC 5545, section 3.3.11. Control characters have no place in it. */
function escaped(text: string): string {
  return (
    text
      .replace(/\r\n?/gu, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/gu, ' ')
      .replace(/[\\;,]/gu, '\\$&')
      .replace(/\n/gu, '\\n')
  );
}

/** Lines of at most 75 octets, not cut within a character (section 3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const char of line) {
    const more = octetsOf(char);
    // What follows a fold begins with a space.
    if (octets + more > 75) {
      parts.push(part);
      part = ' ';
      octets = 1;
    }
    part += char;
    octets += more;
  }
  return [...parts, part].join('\r\n');
}

function octetsOf(char: string): number {
  const point = char.codePointAt(0) ?? 0;
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
