import type { Plan } from '../../plan/model.ts';

/** An address that the plan names somewhere: of those who are told of a failure, of its owner, of somebody to call, of a system's owner. */
export function mailbox({ notify, owner, contacts, systems }: Plan): string | undefined {
  const told = notify.flatMap((target) => (target.startsWith('mailto:') ? [target.slice('mailto:'.length)] : []));
  const named = [...told, owner, ...contacts.map(({ email }) => email), ...systems.map((system) => system.owner)];
  return named.find((text) => text !== undefined && /^[^\s@"\\]+@[^\s@"\\]+$/.test(text));
}
