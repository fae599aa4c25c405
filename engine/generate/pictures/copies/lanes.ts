/** Where systems and storages are: the sites with what lies in them, from left to right. */
import type { Plan, Site, Storage } from '../../../plan/model.ts';
import { enclosingSites } from '../../../plan/sites.ts';

/** A column of the picture: the systems of a site (standbys too), or one storage. */
export type Lane = { readonly site: string; readonly storage?: Storage };

/** A site with its own lanes and the sites within it. */
export interface Area {
  /** Empty for what the plan puts nowhere. */
  readonly name: string;
  readonly site?: Site;
  readonly lanes: readonly Lane[];
  readonly within: readonly Area[];
}

/** Sites that hold nothing are left out. Those with systems come first. */
export function areasOf(plan: Plan): readonly Area[] {
  const declared = new Set(plan.sites.map(({ name }) => name));
  const outermost = plan.sites.filter(({ name }) => enclosingSites(plan, name).at(-1) === name || isFirstOfCircle(plan, name));
  const areas = outermost.flatMap(({ name }) => areaOf(plan, name, new Set()) ?? []);
  const nowhere = lanesAt(plan, (site) => !declared.has(site), '');
  const all = nowhere.length === 0 ? areas : [...areas, { name: '', lanes: nowhere, within: [] }];
  return [...all.filter(hasSystems), ...all.filter((area) => !hasSystems(area))];
}

/** In a circle of `within` nothing is outermost: the first declared stands for it. */
function isFirstOfCircle(plan: Plan, name: string): boolean {
  const chain = enclosingSites(plan, name);
  const last = plan.sites.find((site) => site.name === chain.at(-1));
  if (last?.within === undefined || !chain.includes(last.within)) return false;
  return plan.sites.find((site) => chain.includes(site.name))?.name === name;
}

function areaOf(plan: Plan, name: string, seen: ReadonlySet<string>): Area | undefined {
  if (seen.has(name)) return undefined;
  const inner = new Set([...seen, name]);
  const within = plan.sites.flatMap((site) => (site.within === name ? (areaOf(plan, site.name, inner) ?? []) : []));
  const lanes = lanesAt(plan, (site) => site === name, name);
  if (lanes.length === 0 && within.length === 0) return undefined;
  return { name, site: plan.sites.find((site) => site.name === name), lanes, within };
}

function lanesAt(plan: Plan, here: (site: string) => boolean, site: string): readonly Lane[] {
  const inhabited = plan.systems.some(({ at, standbys }) => here(at) || standbys.some((standby) => here(standby.at)));
  const storages = plan.storages.filter(({ at }) => here(at)).map((storage): Lane => ({ site, storage }));
  return inhabited ? [{ site }, ...storages] : storages;
}

function hasSystems({ lanes, within }: Area): boolean {
  return lanes.some(({ storage }) => storage === undefined) || within.some(hasSystems);
}

export function lanesOf(areas: readonly Area[]): readonly Lane[] {
  return areas.flatMap(({ lanes, within }) => [...lanes, ...lanesOf(within)]);
}
