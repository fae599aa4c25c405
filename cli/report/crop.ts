import stringWidth from 'fast-string-width';
import { once } from '../../engine/assess/memory.ts';

/** What stands for a part of a line that is left out. */
const DOTS = '…';

/** Of a line of millions of characters so many for a column are looked at. */
const CHARACTERS = 8;

/**
 * A line in three parts, of which the middle one is meant, cut to `columns` of a terminal: so much of what stands around the middle as
 * there is room for, and of the middle itself its beginning. `shown` is how a part is printed.
 */
export function cropped(
  parts: readonly string[],
  columns: number,
  shown: (text: string) => string,
): readonly [before: string, marked: string, after: string] {
  const most = Math.max(columns, 1) * CHARACTERS;
  const [before, marked, after] = [(parts[0] ?? '').slice(-most), (parts[1] ?? '').slice(0, most), (parts[2] ?? '').slice(0, most)].map(
    shown,
  ) as [string, string, string];
  if (stringWidth(before + marked + after) <= columns) return [before, marked, after];
  const middle = firstColumns(marked, columns - 2 * DOTS.length);
  const room = Math.max(0, columns - stringWidth(middle));
  // What stands before tells more than what follows: it says what the words that are meant belong to.
  const left = Math.min(stringWidth(before), Math.max(Math.floor((room * 2) / 3), room - stringWidth(after)));
  return [lastColumns(before, left), middle, firstColumns(after, room - left)];
}

function firstColumns(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  return columns < 1 ? '' : `${fitting(segmentsOf(text), columns - 1).join('')}${DOTS}`;
}

function lastColumns(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  return columns < 1
    ? ''
    : `${DOTS}${fitting(segmentsOf(text).reverse(), columns - 1)
        .reverse()
        .join('')}`;
}

/** The first characters that need no more than so many columns. */
function fitting(segments: readonly string[], columns: number): string[] {
  let width = 0;
  const end = segments.findIndex((segment) => {
    width += stringWidth(segment);
    return width > columns;
  });
  return segments.slice(0, end === -1 ? segments.length : end);
}

// To make one takes as long as to check a small plan.
const graphemes = once(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** What is one character to a reader: an emoji of several code points, a letter with its accents. */
function segmentsOf(text: string): string[] {
  if (/^[ -~]*$/.test(text)) return [...text];
  return Array.from(graphemes().segment(text), ({ segment }) => segment);
}
