/** What every picture has around it: its size, its name for those who do not see it, its colours, its title and its legend. */
import type { Picture } from '../picture.ts';
import { element, group, type Markup, rect } from './element.ts';
import { patternFill, patterns, shutPattern } from './patterns.ts';
import { type Category, ownStyle } from './style.ts';
import { label, textWidth } from './text.ts';

/** As wide as a page of text: what is 11 units tall is 7 points on A4. */
export const WIDTH = 800;
export const MARGIN = 16;
/** Where what is drawn begins. */
export const TOP = 56;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The categories whose patterns are used. */
  readonly categories?: readonly Category[];
  readonly body: readonly Markup[];
}

type Framed = Pick<Picture, 'name' | 'title' | 'description'>;

/** The picture's name as the beginning of ids, which no other picture of a page may share. */
export function idOf({ name }: Pick<Picture, 'name'>): string {
  return `p-${name.replace(/[^A-Za-z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}`;
}

/** The whole file. `subtitle` stands under the title. */
export function framed(picture: Framed, subtitle: string, style: 'own' | 'none', drawing: Drawing): string {
  const id = idOf(picture);
  const { width, height } = drawing;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
    },
    element('title', { id: `${id}-title` }, picture.title),
    element('desc', { id: `${id}-desc` }, picture.description),
    ...(style === 'own' ? [{ svg: `<style>\n${ownStyle}\n</style>` }] : []),
    element('defs', {}, ...patterns(id, drawing.categories ?? []), shutPattern(id)),
    rect(0, 0, width, height, { class: 'f-paper' }),
    label(picture.title, { x: MARGIN, y: 28, width: width - 2 * MARGIN, size: 'title', class: 'title' }),
    label(subtitle, { x: MARGIN, y: 46, width: width - 2 * MARGIN, size: 'small', class: 'soft' }),
    group({}, drawing.body),
  );
  return `${svg.svg}\n`;
}

export interface Key {
  readonly text: string;
  /** Draws what the text is about into a box of 22 by 12 units. */
  readonly draw: (x: number, y: number) => Markup;
}

/** The key of a category: a swatch. */
export function swatch(id: string, category: Category, text: string): Key {
  return { text, draw: (x, y) => rect(x, y, 22, 12, patternFill(id, category)) };
}

const KEY_HEIGHT = 20;

/** Keys from left to right, in as many lines as they need; `height` is what they take. */
export function legend(
  keys: readonly Key[],
  x: number,
  y: number,
  width: number,
): { readonly height: number; readonly body: readonly Markup[] } {
  const body: Markup[] = [];
  let [left, top] = [x, y];
  for (const { text, draw } of keys) {
    const wide = 28 + textWidth(text, 'small') + 18;
    if (left > x && left + wide > x + width) [left, top] = [x, top + KEY_HEIGHT];
    body.push(draw(left, top), label(text, { x: left + 28, y: top + 10, size: 'small', class: 'soft' }));
    left += wide;
  }
  return { height: keys.length === 0 ? 0 : top - y + KEY_HEIGHT, body };
}
