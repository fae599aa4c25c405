/** How a figure comes about, as a nested list: the same tree that the editor shows. */
import type { Derivation } from '../../assess/assessment.ts';
import { sayMoney } from '../../assess/say.ts';
import { plain } from './markdown/escape.ts';
import { lineOf, type Source } from './source.ts';
import { duration, instant, rate, size } from './words.ts';

export function derivationList(source: Source, derivation: Derivation, depth = 0): string {
  const own = `${'  '.repeat(depth)}- ${sentence(source, derivation)}`;
  return [own, ...(derivation.parts ?? []).map((part) => derivationList(source, part, depth + 1))].join('\n');
}

function sentence(source: Source, derivation: Derivation): string {
  const { label, value, place, assumption } = derivation;
  const origin = assumption !== undefined ? `assumed: ${plain(assumption.because)}` : place === undefined ? '' : lineOf(source, place);
  return `${plain(label)}${value === undefined ? '' : `: **${amount(value, derivation)}**`}${origin === '' ? '' : ` (${origin})`}`;
}

function amount(value: number, { unit, currency }: Derivation): string {
  switch (unit) {
    case 'bytes':
      return size(value);
    case 'bytes/second':
      return rate(value);
    case 'instant':
      return instant(value);
    case 'count':
      return `${value}`;
    case 'money':
      return sayMoney(value, currency);
    default:
      return duration(value);
  }
}
