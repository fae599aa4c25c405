import type { Place, Storage, System } from '../../plan/model.ts';
import { enclosingSites } from '../../plan/sites.ts';
import type { Check, CheckContext } from '../check.ts';
import { settingPlace } from '../header.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'data-residency', severity: 'error' } as const;

export const dataResidency: Check = {
  ...id,
  group: 'copies',
  summary: 'Data lies in a region that `regions` does not allow.',
  *run(context) {
    const { plan } = context;
    if (plan.regions.length === 0) return;
    const allowed = listed(
      plan.regions.map((region) => `"${region}"`),
      'or',
    );
    const rule = { place: settingPlace(context, 'plan.regions'), message: 'Where data may lie.' };
    for (const { what, site, place, about } of resting(context)) {
      const region = regionOf(context, site);
      if (region === undefined) {
        const message = `${what} at ${site}, and nothing says in which region that is: the plan allows ${allowed}. Add \`region "…"\` to \`${site}\`.`;
        yield finding(id, place, message, { severity: 'info', about, related: [rule] });
      } else if (!plan.regions.some((pattern) => matches(pattern, region))) {
        const message = `${what} at ${site}, in the region ${region}: the plan allows ${allowed}. Keep it at a site in one of these, or allow \`${region}\` if that is meant.`;
        yield finding(id, place, message, { about, related: [rule] });
      }
    }
  },
};

interface Resting {
  /** `Copies of \`orders\` lie on vault`. */
  readonly what: string;
  readonly site: string;
  readonly place: Place;
  readonly about: string;
}

/** Where the plan puts data: production, its standbys, and the storages that get copies. */
function* resting({ plan, judged, catalogue }: CheckContext): Generator<Resting> {
  const copied = new Map<Storage, System[]>();
  for (const system of judged) {
    if (catalogue.systems[system.kind]?.redeployed) continue;
    const { name, at, namePlace } = system;
    yield { what: `The data of \`${name}\` lies`, site: at, place: namePlace, about: name };
    for (const standby of system.standbys)
      yield { what: `A standby of \`${name}\` is`, site: standby.at, place: standby.place, about: name };
    const used = new Set(system.blocks.flatMap(({ jobs, copies }) => [...jobs, ...copies].map(({ to }) => to)));
    for (const storage of plan.storages) if (used.has(storage.name)) copied.set(storage, [...(copied.get(storage) ?? []), system]);
  }
  for (const [{ name, at, namePlace }, systems] of copied) {
    const named = listed(systems.map((system) => `\`${system.name}\``));
    yield { what: `Copies of ${named} lie on ${name}`, site: at, place: namePlace, about: name };
  }
}

function regionOf({ plan }: CheckContext, site: string): string | undefined {
  const around = enclosingSites(plan, site).map((name) => plan.sites.find((each) => each.name === name)?.region);
  return around.find((region) => region !== undefined);
}

/** `*` stands for any text. */
function matches(pattern: string, region: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(region);
}
