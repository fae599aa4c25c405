import type { Fall, FallReason } from '../../assess/assessment.ts';

const advices: Readonly<Partial<Record<FallReason, string>>> = {
  lost: 'Copy it to a storage at another site.',
  bound: 'Copy it to a storage that does not go with it.',
  compromised: 'Lock a copy (`immutable`), take it `offline`, or put it under an account of its own.',
  'lock-expired': 'Lock a copy for longer than it takes to notice.',
  'key-lost': 'Keep the key at another site too, or in `escrow`.',
  'chain-apart': 'Bring what a restore point needs to the same storage.',
  'found-too-late': 'Keep a copy for longer than it takes to notice.',
};

/** What would settle the fall that is nearest to being mended: a survivor that lacks something, before one that is gone. */
export function advice(falls: readonly Fall[]): string {
  const order: readonly FallReason[] = ['key-lost', 'chain-apart', 'lock-expired', 'found-too-late', 'compromised', 'bound', 'lost'];
  const reason = order.find((each) => falls.some((fall) => fall.reason === each));
  return reason === undefined ? '' : (advices[reason] ?? '');
}

/** Why each storage falls: `: nas (lost with berlin), vault (its key vault-key is lost)`. */
export function why(falls: readonly Fall[]): string {
  return falls.length === 0 ? '' : `: ${falls.map(({ storage, because }) => `${storage} (${because})`).join(', ')}`;
}
