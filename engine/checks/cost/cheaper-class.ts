/** Storages whose restore points would lie as well, and for less, in another class of the catalogue. */
import { assess } from '../../assess/assess.ts';
import { currencyOf } from '../../assess/cost/cost.ts';
import { sayMoney } from '../../assess/say.ts';
import type { Catalogue, StorageClass } from '../../catalogue/catalogue.ts';
import type { Money, Plan, Sourced, Storage } from '../../plan/model.ts';
import type { CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Finding, Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { holds, id, isLittle, monthly } from './equivalent.ts';

export function* cheaperClassesOf(context: CheckContext): Generator<Finding> {
  const { plan, catalogue } = context;
  for (const storage of plan.storages.filter((each) => hasListPrice(each) && cheaperClasses(catalogue, each).length > 0)) {
    const best = bestClass(context, storage);
    if (best === undefined) continue;
    const { tier, saves } = best;
    const message = `In ${tier.name} instead of ${storage.class?.value} \`${storage.name}\` would save ${sayMoney(saves, currencyOf(plan))} a month, restore tests counted, and every target that holds still does. What is there already stays until it is pruned or moved.`;
    yield finding(id, storage.class?.source.from === 'plan' ? storage.class.source.place : storage.namePlace, message, {
      about: storage.name,
      fixes: withClass(context, storage, tier.name),
    });
  }
}

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

interface Better {
  readonly tier: StorageClass;
  readonly saves: number;
}

/** The class that saves most, where one does and no target is missed for it. */
function bestClass({ plan, catalogue }: CheckContext, storage: Storage): Better | undefined {
  const paid = monthly(plan, catalogue).get(storage.name);
  if (paid === undefined || isLittle(paid, paid)) return undefined;
  const candidates = cheaperClasses(catalogue, storage)
    .map((tier) => {
      const changed = inClass(plan, storage, tier);
      const cost = monthly(changed, catalogue).get(storage.name);
      return { tier, changed, saves: cost === undefined ? 0 : paid - cost };
    })
    .filter(({ saves }) => !isLittle(saves, paid))
    .toSorted((a, b) => b.saves - a.saves);
  // Without a target for the recovery nobody says that an hour more would matter, nor that it would not.
  return candidates.find(
    ({ tier, changed }) => tier.retrieval <= storage.retrieval.value && assess(changed, catalogue).systems.every(holds),
  );
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
