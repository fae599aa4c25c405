/** A derivation as a Markdown list. */
import type { Derivation } from '../../engine/assess/assessment.ts';
import { bytes, duration, instant } from '../../engine/checks/words.ts';
import { plain } from '../../engine/generate/documents/markdown/escape.ts';

/** `zone` is the plan's time zone, for instants. */
export function derivationList(derivation: Derivation, zone: string, depth = 0): string {
  const figure = figureOf(derivation, zone);
  const assumed = derivation.assumption === undefined ? '' : ` (assumed: ${plain(derivation.assumption.because)})`;
  const line = `${'  '.repeat(depth)}- ${figure === undefined ? '' : `**${figure}** `}${plain(derivation.label)}${assumed}`;
  return [line, ...(derivation.parts ?? []).map((part) => derivationList(part, zone, depth + 1))].join('\n');
}

function figureOf({ value, unit }: Derivation, zone: string): string | undefined {
  if (value === undefined) return undefined;
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'bytes':
      return bytes(value);
    case 'bytes/second':
      return `${bytes(value)}/s`;
    case 'instant':
      return instant(value, zone);
    default:
      return String(value);
  }
}
