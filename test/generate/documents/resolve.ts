/** Every number and every name that may stand in the documents of a plan, each by the path that it comes from. */
import { assess } from '../../../engine/assess/assess.ts';
import type { Assessment } from '../../../engine/assess/assessment.ts';
import { monthKeys } from '../../../engine/assess/bytes/months.ts';
import { costByMonth, costs } from '../../../engine/assess/cost/cost.ts';
import { restoreCosts } from '../../../engine/assess/cost/restore-costs.ts';
import { reachOf } from '../../../engine/assess/retention/reach.ts';
import { staysOf } from '../../../engine/assess/retention/stay.ts';
import { sayMoney } from '../../../engine/assess/say.ts';
import { longestGap } from '../../../engine/assess/schedule/runs.ts';
import { builtinCatalogue } from '../../../engine/catalogue/builtin.ts';
import type { Examination } from '../../../engine/examine.ts';
import { candidates } from '../../../engine/generate/documents/cost/candidates.ts';
import { brokenBy } from '../../../engine/generate/documents/cost/judge.ts';
import { plain } from '../../../engine/generate/documents/markdown/escape.ts';
import { eachAlone } from '../../../engine/generate/documents/runbook/alone.ts';
import { scheduleWords } from '../../../engine/generate/documents/schedule.ts';
import { beginOf, type Source } from '../../../engine/generate/documents/source.ts';
import { calendarOf } from '../../../engine/generate/documents/testing/calendar.ts';
import { type Variant, variant } from '../../../engine/generate/documents/variant.ts';
import { dateAfter, duration, instant, localInstant, rate, size, span } from '../../../engine/generate/documents/words.ts';
import { type Plan, type Schedule, type Span, type System, spanSeconds } from '../../../engine/plan/model.ts';

/** Named values: `assessment.systems.0.scenarios.1.loss.seconds`. */
export type Known = Map<string, string>;

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

/** Where something stands in the text is no value of it. */
const PLACES = new Set(['statement', 'place', 'namePlace', 'targetPlace', 'range', 'file']);

/** All leaves of a value, each with its path, however deep; getters are asked, circles are not followed. */
export function leaves(value: unknown, path: string, seen: Set<unknown> = new Set()): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  if (seen.has(value)) return [];
  seen.add(value);
  return Object.entries(value).flatMap(([key, part]) => (PLACES.has(key) ? [] : leaves(part, `${path}.${key}`, seen)));
}

export interface Resolved {
  readonly durations: Known;
  readonly sizes: Known;
  readonly money: Known;
  readonly instants: Known;
  readonly dates: Known;
  readonly spans: Known;
  /** `100%`. */
  readonly percentages: Known;
  /** Schedules and other phrases that have figures in them. */
  readonly phrases: Known;
  readonly lines: Set<number>;
}

export function resolve(examination: Examination): Resolved {
  const { plan, assessment, catalogue } = examination;
  const source = sourceOf(examination);
  const bill = costs(plan, catalogue);
  const months = costByMonth(plan, catalogue);
  const restores = restoreCosts(plan, assessment, catalogue);
  const reaches = plan.systems.map((system) => reachOf(plan, system, catalogue));
  const stays = plan.systems.map((system) => staysOf(plan, system, catalogue));
  const { ...parts } = plan;
  const found = [
    ...leaves(assessment, 'assessment'),
    ...leaves(parts, 'plan'),
    ...leaves(bill, 'costs'),
    ...leaves(months, 'costByMonth'),
    ...totalsOf(months),
    ...leaves(restores, 'restoreCosts'),
    ...leaves(reaches, 'reaches'),
    ...leaves(stays, 'stays'),
    ...sums(plan, assessment),
    ...eachAlone({ ...source, files: new Map() }).flatMap((alone) => [
      ...leaves(alone.source.assessment, `${alone.system.name} alone`),
      ...sums(alone.source.plan, alone.source.assessment),
    ]),
    ...leaves(changed(examination), 'changed plans'),
  ];
  const numbers = found.filter(
    (leaf): leaf is { path: string; value: number } => typeof leaf.value === 'number' && Number.isFinite(leaf.value),
  );
  const into = (say: (value: number) => string, keep: (value: number) => boolean): Known =>
    new Map(numbers.filter(({ value }) => keep(value)).map(({ path, value }) => [say(value), path]));
  const small = (value: number): boolean => value >= 0 && value < 1e10;
  const zone = plan.timezone.value;
  const currencies = new Set([
    bill.currency,
    ...found.flatMap(({ path, value }) => (path.endsWith('.currency') && typeof value === 'string' ? [value] : [])),
  ]);
  return {
    durations: into(duration, small),
    sizes: new Map([...into(size, (value) => value >= 0), ...into(rate, (value) => value >= 0)]),
    money: new Map(
      [...currencies].flatMap((currency) => [
        ...into(
          (value) => sayMoney(value, currency),
          (value) => value >= 0 && value < 1e9,
        ),
      ]),
    ),
    instants: new Map([
      ...into(instant, (value) => value > 5e8 && value < 5e9),
      ...into(
        (value) => localInstant(value, zone),
        (value) => value > 5e8 && value < 5e9,
      ),
    ]),
    dates: dates(source),
    spans: new Map(spansIn(parts, 'plan').flatMap(({ path, length }) => [[span(length), path]] as const)),
    percentages: into(
      (value) => `${value * 100}%`,
      (value) => value > 0 && value <= 10,
    ),
    phrases: new Map([
      ...phrases(plan),
      ...calendarOf(source).flatMap(({ id, date, time }) =>
        time === undefined ? [] : [[`${date} | ${`${time / 3600}`.padStart(2, '0')}:00`, `calendar: ${id}`] as const],
      ),
      ...[...assessment.assumptions, ...bill.assumptions, ...restores.assumptions].map(
        ({ about, value, source: from }) => [`${plain(about)} | ${plain(value)}`, plain(from)] as const,
      ),
    ]),
    lines: linesOf(examination),
  };
}

function sourceOf(examination: Examination): Source {
  return { ...examination, planFile: '', planHash: '', version: '', pictures: [], tests: [] };
}

/** What the storages cost together in each month. */
function totalsOf({ storages }: ReturnType<typeof costByMonth>): Leaf[] {
  return (storages[0]?.months ?? []).map((_, month) => ({
    path: `together in month ${month + 1}`,
    value: storages.reduce((sum, { months }) => {
      const figure = months[month];
      return sum + (figure !== undefined && 'value' in figure ? figure.value : 0);
    }, 0),
  }));
}

/** What the documents add up or compare, by name. */
function sums(plan: Plan, { systems }: Examination['assessment']): Leaf[] {
  const named = (path: string, value: number): Leaf => ({ path, value });
  const ofRecovery = systems.flatMap(({ name, scenarios }) =>
    scenarios.flatMap(({ scenario, recovery }) => {
      const sum = (...steps: string[]): number =>
        recovery.steps.filter(({ step }) => steps.includes(step)).reduce((all, { seconds }) => all + seconds, 0);
      const [begin, work] = [beginOf(recovery), sum('retrieve', 'transfer', 'replay')];
      const minute = (value: number): number => Math.floor(value / 60) * 60;
      return [
        named(`begin of ${name} in ${scenario}`, begin),
        named(`restore of ${name} in ${scenario}`, work),
        named(`ready for ${name} in ${scenario}`, sum('declare', 'provision')),
        named(`half-way through ${name} in ${scenario}`, minute((begin + (recovery.seconds ?? begin)) / 2)),
      ];
    }),
  );
  const ofScenario = plan.scenarios.flatMap(({ name, declareWithin, provisionWithin }) => {
    const [declared, ready] = [declareWithin.value, declareWithin.value + provisionWithin.value];
    const minute = (value: number): number => Math.floor(value / 60) * 60;
    return [declared / 3, declared / 2, ready * 0.6, ready * 0.8, ready * 0.9, (declared + ready) / 2].map((value) =>
      named(`a moment before ${name} is ready`, minute(value)),
    );
  });
  const ofTargets = [
    ...plan.systems.flatMap(({ rpo, rto, mtd }) => [rpo, rto, mtd]),
    ...plan.scenarios.flatMap(({ rpo, rto }) => [rpo, rto]),
  ].flatMap((target) => (target === undefined ? [] : [named('target', spanSeconds(target.value))]));
  const ofSchedules = schedulesOf(plan).flatMap((schedule) => {
    const gap = longestGap(schedule)?.seconds;
    return gap === undefined ? [] : [named('longest pause', gap), named('longest pause and a quarter', Math.ceil(gap * 1.25))];
  });
  const locks = plan.storages.flatMap(({ immutable }) => (immutable === undefined ? [] : [spanSeconds(immutable.value)]));
  const rules = spansIn(plan.systems, 'plan.systems').map(({ length }) => spanSeconds(length));
  const overhangs = locks.flatMap((lock) => rules.filter((rule) => rule < lock).map((rule) => named('lock beyond a rule', lock - rule)));
  const days = plan.systems.flatMap((system) =>
    reachOf(plan, system, builtinCatalogue).map(({ seconds }) => named('whole days of a reach', Math.floor(seconds / 86400) * 86400)),
  );
  return [...ofRecovery, ...ofScenario, ...ofTargets, ...ofSchedules, ...overhangs, ...days];
}

export interface Option {
  readonly words: string;
  readonly changed: Variant;
  readonly broken: readonly string[];
}

const judged = new WeakMap<Examination, readonly Option[]>();

/** What the cost estimate looks at, with what each breaks. */
export function optionsOf(examination: Examination): readonly Option[] {
  const source = sourceOf(examination);
  const known =
    judged.get(examination) ??
    candidates(source).map(({ words, edits }) => {
      const changed = variant(source, edits);
      return { words, changed, broken: brokenBy(source, changed) };
    });
  judged.set(examination, known);
  return known;
}

interface Changed {
  /** With the text of an option, or of the first fix of a finding. */
  readonly texts: readonly { readonly plan: Plan; readonly assessment: Assessment }[];
  /** With more changes, fewer, or data that does not compress. */
  readonly otherwise: readonly Plan[];
}

const changedPlans = new WeakMap<Examination, Changed>();

function changedOf(examination: Examination): Changed {
  const known = changedPlans.get(examination);
  if (known !== undefined) return known;
  const source = sourceOf(examination);
  const fixes = source.findings.flatMap(({ fixes: [fix] }) => (fix === undefined ? [] : [fix]));
  const variants = [...optionsOf(examination).map((option) => option.changed), ...fixes.map(({ edits }) => variant(source, edits))];
  const systems = (change: (system: System) => Partial<System>): Plan => ({
    ...source.plan,
    systems: source.plan.systems.map((system) => ({ ...system, ...change(system), blocks: system.blocks.map((block) => ({ ...block })) })),
  });
  const factors = [1.5, 0.5].map((factor) =>
    systems(({ changes, logs }) => ({
      changes: changes && { ...changes, value: changes.value * factor },
      logs: logs && { ...logs, value: logs.value * factor },
    })),
  );
  const hard = systems(({ compresses }) => ({ compresses: { ...compresses, value: 1 } }));
  const changed = {
    texts: variants.map(({ plan, assessment }) => ({ plan, assessment: assessment() })),
    otherwise: [...factors, hard],
  };
  changedPlans.set(examination, changed);
  return changed;
}

/** What the plan is worth when its text is changed as an option or as the first fix of a finding says, or with other numbers. */
export function assessmentsOf(examination: Examination): readonly Assessment[] {
  const { texts, otherwise } = changedOf(examination);
  return [...texts.map(({ assessment }) => assessment), ...otherwise.map((plan) => assess(plan, examination.catalogue))];
}

/** What the documents say of these plans. */
function changed(examination: Examination): unknown {
  const { plan: was, catalogue } = examination;
  const { texts, otherwise } = changedOf(examination);
  const before = costs(was, catalogue);
  return {
    texts: texts.map(({ plan, assessment }) => {
      const after = costs(plan, catalogue);
      return {
        saves: monthKeys.map((key) => before.atLeast[key] - after.atLeast[key]),
        figures: assessment.systems.map(({ scenarios }) => scenarios.map(({ loss, recovery }) => [loss.seconds, recovery.seconds])),
        reaches: plan.systems.map((system) => reachOf(plan, system, catalogue).map(({ seconds }) => seconds)),
        restores: restoreCosts(plan, assessment, catalogue).totals.map(({ cost }) => cost.month12),
      };
    }),
    otherwise: otherwise.map((plan) => costs(plan, catalogue).atLeast),
  };
}

function dates(source: Source): Known {
  const { plan } = source;
  const said = source.project.files.flatMap(({ text }) => text.match(/\d{4}-\d\d-\d\d/gu) ?? []);
  const due = plan.scenarios.flatMap(({ drilled, drillEvery }) =>
    drilled === undefined || drillEvery === undefined ? [] : [dateAfter(drilled, drillEvery.value) ?? ''],
  );
  const review =
    plan.reviewed === undefined || plan.reviewEvery === undefined ? [] : [dateAfter(plan.reviewed, plan.reviewEvery.value) ?? ''];
  return new Map([
    ...said.map((date) => [date, 'the text of the plan'] as const),
    ...due.map((date) => [date, 'a drill that is due'] as const),
    ...review.map((date) => [date, 'the next review'] as const),
    ...calendarOf(source).map(({ date, id }) => [date, `calendar: ${id}`] as const),
    [source.catalogue.pricesOf, 'catalogue.pricesOf'],
  ]);
}

function phrases(plan: Plan): Known {
  return new Map([
    ...schedulesOf(plan).map((schedule) => [scheduleWords(schedule), 'a schedule'] as const),
    ...plan.scenarios.flatMap(({ likelihood }) =>
      likelihood === undefined ? [] : [[`${likelihood.times} per ${span(likelihood.per)}`, 'a likelihood'] as const],
    ),
  ]);
}

function schedulesOf(plan: Plan): Schedule[] {
  return plan.systems.flatMap(({ blocks }) =>
    blocks.flatMap(({ jobs, copies, verifies }) =>
      [...jobs, ...copies, ...verifies].flatMap(({ schedule }) => (typeof schedule === 'object' && 'form' in schedule ? [schedule] : [])),
    ),
  );
}

function spansIn(value: unknown, path: string, seen: Set<unknown> = new Set()): { path: string; length: Span }[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const own = 'years' in value && 'months' in value && 'seconds' in value ? [{ path, length: value as Span }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, part]) => spansIn(part, `${path}.${key}`, seen))];
}

function linesOf({ plan, project, findings }: Examination): Set<number> {
  const lines = new Set<number>();
  const add = (file: string, start: number): void => {
    const text = project.files.find(({ path }) => path === file)?.text;
    if (text !== undefined) lines.add(text.slice(0, start).split('\n').length);
  };
  const walk = (value: unknown, seen: Set<unknown>): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('file' in value && 'range' in value) {
      const { file, range } = value as { file: string; range: { start: number } };
      add(file, range.start);
    }
    for (const part of Object.values(value)) walk(part, seen);
  };
  walk(plan, new Set());
  for (const { file, range } of findings) add(file, range.start);
  return lines;
}
