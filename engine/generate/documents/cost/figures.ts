/** Months and amounts as the tables of the cost estimate write them. */
import { monthKeys, type PerMonth } from '../../../assess/bytes/months.ts';
import type { Figure } from '../../../assess/cost/cost.ts';
import { code } from '../markdown/escape.ts';

/** The months that are shown: the first, the twelfth and the thirty-sixth. */
export const MONTHS = ['January 2027', 'December 2027', 'December 2029'] as const;

/** A cell for each month that is shown. */
export function cells(months: PerMonth<Figure>, say: (value: number) => string): readonly string[] {
  return monthKeys.map((key) => cell(months[key], say));
}

export function cell(figure: Figure, say: (value: number) => string): string {
  return 'value' in figure ? say(figure.value) : `not known: lacks ${figure.missing.map(code).join(', ')}`;
}
