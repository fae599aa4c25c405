/** The one place where SVG is written: text becomes markup here and nowhere else, so that no name of a plan can end a tag. */

/** SVG that is well-formed by itself. */
export interface Markup {
  readonly svg: string;
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element. Strings among the children are text; numbers are written with two decimals at most. */
export function element(name: string, attributes: Attributes, ...children: readonly (Markup | string)[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${attribute(value)}"`));
  const inside = children.map((child) => (typeof child === 'string' ? escaped(child) : child.svg)).join('');
  return { svg: inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>` };
}

/** Several, one after the other. */
export function group(attributes: Attributes, children: readonly Markup[]): Markup {
  return element('g', attributes, ...children);
}

/** A line through numbers and letters: `M 1 2 L 3 4`; it is not filled unless `attributes` say so. */
export function path(attributes: Attributes, steps: readonly (string | number)[]): Markup {
  return element('path', {
    fill: 'none',
    ...attributes,
    d: steps.map((step) => (typeof step === 'number' ? rounded(step) : step)).join(' '),
  });
}

export function rect(x: number, y: number, width: number, height: number, attributes: Attributes, ...children: readonly Markup[]): Markup {
  return element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), ...attributes }, ...children);
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): Markup {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** What a pointer that rests on an element shows, and a screen reader may say. */
export function hint(text: string): Markup {
  return element('title', {}, text);
}

/** Characters that XML has no place for, and those that change the reading direction or show nothing. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|\p{Cs}/gu;

/** Text without line breaks and without what cannot be seen. */
export function printable(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(UNSEEN, '\u{FFFD}');
}

function escaped(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function attribute(value: string | number): string {
  return typeof value === 'number' ? rounded(value) : escaped(value).replaceAll('"', '&quot;');
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}
