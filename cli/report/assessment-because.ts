/** Why a loss is what it is, in one sentence: for programs that show it to people. */
import type { Loss } from '../../engine/assess/assessment.ts';
import { sayInstant, sayParts } from '../../engine/assess/say.ts';

/** `zone` is the time zone that instants are told in. */
export function becauseOf({ status, witness, falls, derivation: { label, parts = [] } }: Loss, zone: string): string {
  if (status === 'unrecoverable' && falls.length > 0)
    return `${label}: ${falls.map(({ storage, because }) => `${storage}: ${because}`).join('; ')}.`;
  const sum = parts.length === 0 ? '' : `: ${sayParts(parts)}`;
  if (witness === undefined) return `${label}${sum}.`;
  const where = witness.storage === undefined ? '' : `, on ${witness.storage}`;
  return `Just before ${sayInstant(witness.incidentAt, zone)} the newest state left is that of ${sayInstant(witness.restorePoint, zone)}${where}${sum}.`;
}
