/** Which site lies within which, and what links them. */
import type { Place, Plan, Quantity, Site } from './model.ts';

type Sites = Pick<Plan, 'sites'>;

/** The site itself, then the sites around it, innermost first. A circle of `within` ends where it would begin again. */
export function enclosingSites(plan: Sites, site: string): readonly string[] {
  const chain: string[] = [];
  let current = plan.sites.find((candidate) => candidate.name === site);
  while (current !== undefined && !chain.includes(current.name)) {
    chain.push(current.name);
    const around = current.within;
    current = around === undefined ? undefined : plan.sites.find((candidate) => candidate.name === around);
  }
  return chain;
}

/** `inner` is `outer`, or lies somewhere within it. */
export function isWithin(plan: Sites, inner: string, outer: string): boolean {
  return enclosingSites(plan, inner).includes(outer);
}

/** A declared link. It works in both directions; transfers over the same link share its rate, so compare links by `id`. */
export interface Link {
  readonly id: string;
  readonly between: readonly [string, string];
  readonly rate: Quantity;
  readonly place: Place;
}

/**
 * The link that a transfer between two sites goes over: the one declared between them, else between the nearest sites around them.
 * Undefined: they are one place, or nothing is declared, and then nothing limits the transfer.
 */
export function linkBetween(plan: Sites, one: string, other: string): Link | undefined {
  if (one === other) return undefined;
  const from = enclosingSites(plan, one);
  const to = enclosingSites(plan, other);
  // Nearest first: by how many sites lie between, then by how near the first of the two is.
  for (let steps = 0; steps <= from.length + to.length - 2; steps++) {
    for (let up = Math.max(0, steps - to.length + 1); up <= Math.min(steps, from.length - 1); up++) {
      const link = declaredLink(plan.sites, from[up], to[steps - up]);
      if (link !== undefined) return link;
    }
  }
  return undefined;
}

function declaredLink(sites: readonly Site[], one: string | undefined, other: string | undefined): Link | undefined {
  if (one === other) return undefined;
  for (const site of sites) {
    if (site.name !== one && site.name !== other) continue;
    const link = site.links.find(({ to }) => to === (site.name === one ? other : one));
    if (link !== undefined) return { id: `${site.name}-${link.to}`, between: [site.name, link.to], rate: link.rate, place: link.place };
  }
  return undefined;
}
