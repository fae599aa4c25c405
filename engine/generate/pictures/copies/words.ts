import { type Site, type Storage, spanSeconds } from '../../../plan/model.ts';
import { spanAs } from '../../../plan/written-as.ts';

/** What keeps the points of a storage from being deleted. */
export function protection({ offline, immutable }: Storage): string {
  const locked = immutable !== undefined && spanSeconds(immutable.value) > 0 ? `locked ${spanAs(immutable.value)}` : '';
  return [offline ? 'offline' : '', locked].filter((text) => text !== '').join(', ') || 'not locked';
}

/** `s3, standard-ia`. */
export function kindOf({ kind, class: of }: Storage): string {
  return of === undefined || of.value === 'standard' ? kind : `${kind}, ${of.value}`;
}

/** `datacenter, eu-central`. */
export function siteKind({ kind, provider, region }: Site): string {
  return [kind, provider, region].filter((text) => text !== undefined).join(', ');
}
