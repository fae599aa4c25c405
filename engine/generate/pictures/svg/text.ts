/** Text that keeps to its place: how wide it will be, and what of it fits. */
import { type Attributes, element, hint, type Markup, printable } from './element.ts';

/** Sizes in user units, which are CSS pixels where a picture is not scaled. */
export const sizes = { title: 17, text: 13, small: 11 } as const;
export type TextSize = keyof typeof sizes;

/** Widths as shares of the font size, wide enough for the sans-serif fonts of all systems (DejaVu Sans is the widest of them). */
const classes: readonly (readonly [RegExp, number])[] = [
  [/\p{Mn}|\p{Me}|\u200c|\u200d|[\ufe00-\ufe0f]/u, 0],
  [/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u, 1.1],
  [/[MWmw@%—…œæŒÆ]/u, 1],
  [/[iljI.,:;'|![\]() ]/u, 0.38],
  [/[ftr/\\"-]/u, 0.46],
  [/\p{Lu}/u, 0.76],
  [/./u, 0.64],
];

const known = new Map<string, number>();

function widthOf(character: string): number {
  const width = known.get(character) ?? classes.find(([pattern]) => pattern.test(character))?.[1] ?? 1;
  if (known.size < 5000) known.set(character, width);
  return width;
}

/** How much wider titles and strong text are. */
const BOLD = 1.13;

/** No narrower than what will be shown. */
export function textWidth(text: string, size: TextSize, strong = false): number {
  let width = 0;
  for (const character of printable(text)) width += widthOf(character);
  return width * sizes[size] * (strong || size === 'title' ? BOLD : 1);
}

/** As much of a text as fits, with an ellipsis where something was left out. */
export function cut(text: string, width: number, size: TextSize, strong = false): string {
  const whole = printable(text).trim();
  if (textWidth(whole, size, strong) <= width) return whole;
  let left = width - textWidth('…', size, strong);
  let shown = '';
  for (const character of whole) {
    left -= textWidth(character, size, strong);
    if (left < 0) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/** The width of a column that these texts are to fit into, within bounds. */
export function columnWidth(texts: readonly string[], least: number, most: number): number {
  const widest = texts.reduce((width, text) => Math.max(width, textWidth(text, 'text', true)), 0);
  return Math.min(most, Math.max(least, Math.ceil(widest) + 12));
}

export interface Label {
  /** Of the baseline. */
  readonly x: number;
  readonly y: number;
  /** What there is room for; undefined: all that there is. */
  readonly width?: number;
  readonly size?: TextSize;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly class?: string;
}

export function isStrong(names: string | undefined): boolean {
  return names?.split(' ').includes('strong') === true;
}

/** One line of text. What does not fit is cut, and the pointer shows it whole. */
export function label(text: string, { x, y, width, size = 'text', anchor, class: own }: Label): Markup {
  const shown = width === undefined ? printable(text).trim() : cut(text, width, size, isStrong(own));
  const attributes: Attributes = { x, y, class: [size, own].filter((name) => name !== undefined).join(' '), 'text-anchor': anchor };
  return element('text', attributes, shown, ...(shown === printable(text).trim() ? [] : [hint(text)]));
}
