import { type Storage, spanSeconds } from '../../plan/model.ts';
import type { Fix } from '../finding.ts';

const DAY = 86400;

/** Another length of the lock of a storage, in whole days. */
export function lockFor({ name, immutable }: Storage, seconds: number): Fix[] {
  const days = `${Math.ceil(seconds / DAY)} days`;
  if (immutable?.source.from !== 'plan' || spanSeconds(immutable.value) === seconds) return [];
  return [{ title: `Lock \`${name}\` for ${days}`, edits: [{ ...immutable.source.place, text: `immutable ${days}` }], safe: false }];
}
