/** What is promised less, or more, than before, whether it is kept or not. */
import type { Examination } from '../examine.ts';
import { type Plan, type RuleForm, type Scenario, type Sourced, type Span, type System, spanSeconds } from '../plan/model.ts';
import { ruleAs, spanAs } from '../plan/written-as.ts';
import type { Renames } from './renames.ts';

export interface PromiseChange {
  /** `dropped`: it is promised no longer; `loosened`: less is promised. */
  readonly kind: 'dropped' | 'loosened' | 'tightened' | 'given';
  /** `RPO of orders`, `RTO of fire`, `retain daily for 30 days of orders`. */
  readonly what: string;
  /** The system or scenario; empty for the plan. */
  readonly about: string;
  /** As the plan writes it. */
  readonly before?: string;
  readonly after?: string;
  /** Why it is promised no longer, as a clause. */
  readonly because?: string;
}

export function promiseChanges({ plan: before }: Examination, { plan: after }: Examination, renames: Renames): readonly PromiseChange[] {
  const now = (name: string): string => renames.now(name);
  const systems = before.systems.flatMap((old) => {
    const found = after.systems.find(({ name }) => name === now(old.name));
    return found === undefined ? goneSystem(old) : inSystem(old, found);
  });
  const scenarios = before.scenarios.flatMap((old) => {
    const found = after.scenarios.find(({ name }) => name === now(old.name));
    return found === undefined ? goneScenario(old, before) : spans(old, found, ['rpo', 'rto']);
  });
  const packs = before.comply
    .filter((pack) => !after.comply.includes(pack))
    .map((pack): PromiseChange => ({ kind: 'dropped', what: `\`comply with ${pack}\``, about: '' }));
  return [...systems, ...scenarios, ...packs];
}

function goneSystem(old: System): readonly PromiseChange[] {
  const because = 'the system is not in the plan any more';
  return promisesOf(old).map((what) => ({ kind: 'dropped', what, about: old.name, because }));
}

function promisesOf(system: System): readonly string[] {
  const targets = targetWords.filter((word) => system[word] !== undefined).map((word) => `${word.toUpperCase()} of ${system.name}`);
  return [...targets, ...system.retain.map(({ rule }) => retainOf(system, rule))];
}

function goneScenario(old: Scenario, { standardScenarios }: Plan): readonly PromiseChange[] {
  // They give way to the first scenario that the plan writes itself.
  const because = standardScenarios ? 'the plan has scenarios of its own now' : 'the scenario is not in the plan any more';
  return [{ kind: 'dropped', what: `the answer to ${old.name}`, about: old.name, because }];
}

function inSystem(old: System, now: System): readonly PromiseChange[] {
  const exempt: readonly PromiseChange[] =
    old.exempt === undefined && now.exempt !== undefined
      ? [{ kind: 'dropped', what: `the backup of ${now.name}`, about: now.name, because: `it is exempt: ${now.exempt}` }]
      : [];
  const less = old.retain.filter(({ rule }) => !now.retain.some((each) => asksFor(each.rule, rule)));
  const more = now.retain.filter(({ rule }) => !old.retain.some((each) => asksFor(each.rule, rule)));
  return [
    ...exempt,
    ...spans(old, now, targetWords),
    ...less.map(({ rule }): PromiseChange => ({ kind: 'dropped', what: retainOf(now, rule), about: now.name })),
    ...more.map(({ rule }): PromiseChange => ({ kind: 'given', what: retainOf(now, rule), about: now.name })),
  ];
}

function retainOf({ name }: System, rule: RuleForm): string {
  return `\`retain ${ruleAs(rule)}\` of ${name}`;
}

const targetWords = ['rpo', 'rto', 'mtd'] as const;
type Target = (typeof targetWords)[number];
type Targets = { readonly name: string } & { readonly [word in Target]?: Sourced<Span> };

function spans(old: Targets, now: Targets, words: readonly Target[]): readonly PromiseChange[] {
  return words.flatMap((word): readonly PromiseChange[] => {
    const [was, is] = [old[word]?.value, now[word]?.value];
    const [before, after] = [was && spanAs(was), is && spanAs(is)];
    const change = { what: `${word.toUpperCase()} of ${now.name}`, about: now.name, before, after };
    if (was === undefined) return is === undefined ? [] : [{ ...change, kind: 'given' }];
    if (is === undefined) return [{ ...change, kind: 'dropped' }];
    const longer = spanSeconds(is) - spanSeconds(was);
    return longer === 0 ? [] : [{ ...change, kind: longer > 0 ? 'loosened' : 'tightened' }];
  });
}

/** Whether one rule asks for at least as much as another. */
function asksFor(one: RuleForm, other: RuleForm): boolean {
  if (one.rule === 'forever') return true;
  if (one.rule === 'count' && other.rule === 'count') return one.period === other.period && one.count >= other.count;
  if (one.rule === 'span' && other.rule === 'span') return spanSeconds(one.span) >= spanSeconds(other.span);
  if (one.rule !== 'period-for' || other.rule !== 'period-for') return false;
  return one.period === other.period && spanSeconds(one.span) >= spanSeconds(other.span);
}
