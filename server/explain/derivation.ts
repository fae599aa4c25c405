/** A derivation as a Markdown list. */
import type { Derivation } from '../../engine/assess/assessment.ts';
import { sayFigure } from '../../engine/assess/say.ts';
import { plain } from '../../engine/generate/documents/markdown/escape.ts';

/** `zone` is the plan's time zone, for instants. */
export function derivationList(derivation: Derivation, zone: string, depth = 0): string {
  const figure = sayFigure(derivation, zone);
  const assumed = derivation.assumption === undefined ? '' : ` (assumed: ${plain(derivation.assumption.because)})`;
  const line = `${'  '.repeat(depth)}- ${figure === undefined ? '' : `**${figure}** `}${plain(derivation.label)}${assumed}`;
  return [line, ...(derivation.parts ?? []).map((part) => derivationList(part, zone, depth + 1))].join('\n');
}
