import { assess } from '../../assess/assess.ts';
import type { SystemResult } from '../../assess/assessment.ts';
import { costs, currencyOf } from '../../assess/cost/cost.ts';
import { sayMoney } from '../../assess/say.ts';
import type { Catalogue, StorageClass } from '../../catalogue/catalogue.ts';
import type { Money, Plan, Sourced, Storage } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { testedForAYear } from './tested.ts';

const id = { code: 'cheaper-equivalent', severity: 'info' } as const;

/** Less than this a month, or than this part of what the storage costs, is not worth the change. */
const LITTLE = { amount: 25, part: 0.25 };
/** Each class is an assessment of the whole plan: of more systems nobody waits for it at each keystroke. */
const MOST_SYSTEMS = 60;

export const cheaperEquivalent: Check = {
  ...id,
  group: 'cost',
  summary: 'Another class of the same storage costs far less, and every target that holds still does.',
  *run(context) {
    const { plan, catalogue, judged, assessment } = context;
    // Who states no budget does not ask what could be saved.
    if (plan.budget === undefined || judged.length < plan.systems.length || plan.systems.length > MOST_SYSTEMS) return;
    const billed = plan.storages.filter((each) => hasListPrice(each) && cheaperClasses(catalogue, each).length > 0);
    if (billed.length === 0 || !assessment.systems.every(holds)) return;
    for (const storage of billed) {
      const best = bestClass(context, storage);
      if (best === undefined) continue;
      const { tier, saves } = best;
      const message = `In ${tier.name} instead of ${storage.class?.value} \`${storage.name}\` would save ${sayMoney(saves, currencyOf(plan))} a month, restore tests counted, and every target that holds still does. What is there already stays until it is pruned or moved.`;
      yield finding(id, storage.class?.source.from === 'plan' ? storage.class.source.place : storage.namePlace, message, {
        about: storage.name,
        fixes: withClass(context, storage, tier.name),
      });
    }
  },
};

/** What the plan says itself about prices and times is not the catalogue's to change. */
function hasListPrice({ class: tier, price, egress, retrieval, minimum }: Storage): boolean {
  return tier !== undefined && price !== undefined && [price, egress, retrieval, minimum].every((each) => each?.source.from !== 'plan');
}

function cheaperClasses(catalogue: Catalogue, { kind, price, class: tier }: Storage): readonly StorageClass[] {
  const classes = Object.values(catalogue.storages[kind]?.classes ?? {});
  const isCheaper = (each: StorageClass): boolean =>
    each.price !== undefined && each.price.currency === price?.value.currency && each.price.amount / 1e9 < (price?.value.amount ?? 0);
  // A zone fewer is another promise, which no target states.
  return classes.filter((each) => each.name !== tier?.value && isCheaper(each) && !each.name.includes('one-zone'));
}

/** Whether all that is asked of a system is given: what fails needs more than a cheaper class. */
function holds({ scenarios, retained }: SystemResult): boolean {
  return scenarios.every(({ loss, recovery }) => loss.met !== false && recovery.met !== false) && retained.every(({ met }) => met);
}

interface Better {
  readonly tier: StorageClass;
  readonly saves: number;
}

/** The class that saves most, where one does and no target is missed for it. */
function bestClass({ plan, catalogue }: CheckContext, storage: Storage): Better | undefined {
  const paid = monthly(untested(plan), plan, storage, catalogue);
  if (paid === undefined || paid < LITTLE.amount) return undefined;
  const candidates = cheaperClasses(catalogue, storage)
    .map((tier) => {
      const changed = inClass(plan, storage, tier);
      const cost = monthly(untested(changed), changed, storage, catalogue);
      return { tier, changed, saves: cost === undefined ? 0 : paid - cost };
    })
    .filter(({ saves }) => saves >= LITTLE.amount && saves >= paid * LITTLE.part)
    .toSorted((a, b) => b.saves - a.saves);
  // Without a target for the recovery nobody says that an hour more would matter, nor that it would not.
  return candidates.find(
    ({ tier, changed }) => tier.retrieval <= storage.retrieval.value && assess(changed, catalogue).systems.every(holds),
  );
}

/** What a storage costs in month 12, with a twelfth of what its restore tests cost in a year; undefined where nobody can say. */
function monthly(quiet: Plan, plan: Plan, { name }: Storage, catalogue: Catalogue): number | undefined {
  const cost = costs(quiet, catalogue).storages.find((each) => each.name === name)?.cost.month12;
  const storage = plan.storages.find((each) => each.name === name);
  const tests = storage && testedForAYear(plan, storage, currencyOf(plan), catalogue);
  return cost === undefined || 'missing' in cost || tests === undefined ? undefined : cost.value + tests / 12;
}

/** Blocks are remembered with their storages and verifications, so they are new ones. */
function untested(plan: Plan): Plan {
  return {
    ...plan,
    systems: plan.systems.map((system) => ({ ...system, blocks: system.blocks.map((block) => ({ ...block, verifies: [] })) })),
  };
}

/** The plan with a storage in another class. */
function inClass(plan: Plan, storage: Storage, tier: StorageClass): Plan {
  const because = `${tier.name} of ${storage.kind} in the catalogue (${tier.source})`;
  const byDefault = <T>(value: T, about: string): Sourced<T> => ({
    value,
    source: { from: 'default', about: `${storage.name}.${about}`, because },
  });
  const perByte = (money: Money | undefined, about: string): Sourced<Money> | undefined =>
    money === undefined ? undefined : byDefault({ ...money, amount: money.amount / 1e9 }, about);
  const minimum = tier.minimumDays === undefined ? undefined : { years: 0, months: 0, seconds: tier.minimumDays * 86400 };
  const moved: Storage = {
    ...storage,
    class: storage.class && { ...storage.class, value: tier.name },
    retrieval: byDefault(tier.retrieval, 'retrieval'),
    price: perByte(tier.price, 'price'),
    egress: perByte(tier.egress, 'egress'),
    minimum: minimum === undefined ? undefined : byDefault(minimum, 'minimum'),
  };
  return {
    ...plan,
    storages: plan.storages.map((each) => (each === storage ? moved : each)),
    systems: plan.systems.map((system) => ({ ...system, blocks: system.blocks.map((block) => ({ ...block })) })),
  };
}

function withClass({ project }: CheckContext, storage: Storage, name: string): Fix[] {
  const title = `Replace the class with \`${name}\``;
  const written = storage.class?.source.from === 'plan' ? storage.class.source.place : undefined;
  if (written !== undefined) {
    const text = project.files.find(({ path }) => path === written.file)?.text.slice(written.range.start, written.range.end) ?? '';
    const said = storage.class?.value ?? '';
    const at = written.range.start + text.lastIndexOf(said);
    return [{ title, edits: [{ file: written.file, range: { start: at, end: at + said.length }, text: name }], safe: false }];
  }
  const file = project.files.find(({ path }) => path === storage.place.file);
  const { block } = storage.statement;
  return file === undefined || block === undefined
    ? []
    : [{ title: `Say \`class ${name}\``, edits: [insertion(file, block, `class ${name}`, 'first')], safe: false }];
}
