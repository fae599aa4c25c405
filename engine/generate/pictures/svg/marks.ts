/** Signs that say with their shape what colours say too. They are drawn, since not every font has them. */
import { element, type Markup, path } from './element.ts';

export type Tone = 'good' | 'bad' | 'plain';
export type Sign = 'check' | 'cross' | 'dash' | 'question';

const shapes: Readonly<Record<Sign, readonly (string | number)[]>> = {
  check: ['M', 0, 5, 'L', 3.5, 9, 'L', 10, 1],
  cross: ['M', 1, 1, 'L', 9, 9, 'M', 1, 9, 'L', 9, 1],
  dash: ['M', 1, 5, 'L', 9, 5],
  question: ['M', 2.5, 3, 'A', 2.5, 2.5, 0, 1, 1, 5, 5.5, 'L', 5, 6.8, 'M', 5, 9.2, 'L', 5, 9.7],
};

/** A sign of 10 by 10 units whose corner is at x, y. */
export function sign(name: Sign, tone: Tone, x: number, y: number): Markup {
  return element(
    'g',
    { transform: `translate(${Number(x.toFixed(2))} ${Number(y.toFixed(2))})` },
    path({ class: `s-${tone}-ink`, 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }, shapes[name]),
  );
}
