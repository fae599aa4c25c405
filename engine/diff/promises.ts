/** What is promised less, or more, than before, whether it is kept or not. */
import { listed } from '../checks/words.ts';
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
  readonly about: readonly string[];
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
    .map((pack): PromiseChange => ({ kind: 'dropped', what: `\`comply with ${pack}\``, about: [] }));
  return [...systems, ...scenarios, ...packs];
}

function goneSystem(old: System): readonly PromiseChange[] {
  const promised = [
    ...targetWords.filter((word) => old[word] !== undefined).map((word) => word.toUpperCase()),
    ...old.retain.map(({ rule }) => retain(rule)),
  ];
  const what = promised.length > 0 ? promised : old.blocks.length > 0 ? ['the backup'] : [];
  const because = 'the system is not in the plan any more';
  return what.length === 0 ? [] : [{ kind: 'dropped', what: `${listed(what)} of ${old.name}`, about: [old.name], because }];
}

function goneScenario(old: Scenario, { standardScenarios }: Plan): readonly PromiseChange[] {
  // They give way to the first scenario that the plan writes itself.
  const because = standardScenarios ? 'the plan has scenarios of its own now' : 'the scenario is not in the plan any more';
  return [{ kind: 'dropped', what: `the answer to ${old.name}`, about: [old.name], because }];
}

function inSystem(old: System, now: System): readonly PromiseChange[] {
  const exempt: readonly PromiseChange[] =
    old.exempt === undefined && now.exempt !== undefined
      ? [{ kind: 'dropped', what: `the backup of ${now.name}`, about: [now.name], because: `it is exempt: ${now.exempt}` }]
      : [];
  return [...exempt, ...spans(old, now, targetWords), ...inRetain(old, now)];
}

function inRetain(old: System, now: System): readonly PromiseChange[] {
  const less = old.retain.map(({ rule }) => rule).filter((rule) => !now.retain.some((each) => asksFor(each.rule, rule)));
  const more = now.retain.map(({ rule }) => rule).filter((rule) => !old.retain.some((each) => asksFor(each.rule, rule)));
  const about = [now.name];
  return [
    ...less.map((rule): PromiseChange => {
      const instead = now.retain.find((each) => asksFor(rule, each.rule));
      return instead === undefined
        ? { kind: 'dropped', what: `${retain(rule)} of ${now.name}`, about }
        : { kind: 'loosened', what: `what is to be retained of ${now.name}`, about, before: ruleAs(rule), after: ruleAs(instead.rule) };
    }),
    ...more.map((rule): PromiseChange => ({ kind: 'given', what: `${retain(rule)} of ${now.name}`, about })),
  ];
}

function retain(rule: RuleForm): string {
  return `\`retain ${ruleAs(rule)}\``;
}

const targetWords = ['rpo', 'rto', 'mtd'] as const;
type Target = (typeof targetWords)[number];
type Targets = { readonly name: string } & { readonly [word in Target]?: Sourced<Span> };

function spans(old: Targets, now: Targets, words: readonly Target[]): readonly PromiseChange[] {
  return words.flatMap((word): readonly PromiseChange[] => {
    const [was, is] = [old[word]?.value, now[word]?.value];
    const [before, after] = [was && spanAs(was), is && spanAs(is)];
    const change = { what: `${word.toUpperCase()} of ${now.name}`, about: [now.name], before, after };
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
