import type { Plan, System } from './model.ts';

/**
 * The other systems on the server of a system: of its kind, at its site, with its `host` and `port`. Without a `host` nobody knows which
 * machine it is, so it has none.
 */
export function sharingServer({ systems }: Pick<Plan, 'systems'>, { name, kind, at, host, port }: System): readonly System[] {
  if (host === undefined) return [];
  const machine = host.toLowerCase();
  return systems.filter(
    (each) => each.name !== name && each.kind === kind && each.at === at && each.port === port && each.host?.toLowerCase() === machine,
  );
}
