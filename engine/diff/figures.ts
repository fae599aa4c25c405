/** The figures of a plan that can be held against those of another state of it. */
import type { Loss, Recovery, ScenarioResult } from '../assess/assessment.ts';
import { monthKeys } from '../assess/bytes/months.ts';
import { type Figure as Amount, costs } from '../assess/cost/cost.ts';
import { restoreCosts } from '../assess/cost/restore-costs.ts';
import { reachOf } from '../assess/retention/reach.ts';
import { sayDate, sayDuration, sayMoney } from '../assess/say.ts';
import { lackOf } from '../checks/lack.ts';
import type { Examination } from '../examine.ts';
import { ruleAs } from '../plan/written-as.ts';
import type { Renames } from './renames.ts';

export type FigureKind =
  | 'loss'
  | 'recovery'
  | 'copies'
  | 'off-site'
  | 'locked'
  | 'restore-tested'
  | 'retain'
  | 'reach'
  | 'cost'
  | 'storage-cost'
  | 'restore-cost'
  | 'budget'
  | 'full';

/** What a figure is of. Two figures of the same are compared. */
export interface About {
  readonly kind: FigureKind;
  /** The system, or the storage of its cost and capacity; empty for the plan. */
  readonly about: string;
  readonly scenario?: string;
  /** Of a reach the storage, of `retain` the rule, of a cost the month. */
  readonly detail?: string;
}

export interface Figure {
  /** As people read it: `34m20s`, `unrecoverable`, `nas, vault`. */
  readonly text: string;
  /**
   * Seconds, a count, or money in `currency`, when it is full in seconds since 1970; `Infinity` where nothing can be recovered, all is kept,
   * or it is never full. Undefined where nobody knows.
   */
  readonly value?: number;
  readonly currency?: string;
  /** Seconds that were promised. */
  readonly target?: number;
  /** Whether what was promised is kept; undefined where nothing was, or nobody can say. */
  readonly kept?: boolean;
  /** What it would need, where nobody knows it: `records.size`. */
  readonly missing?: readonly string[];
  /** Why it is as bad as it is, as a clause. */
  readonly because?: string;
}

export interface FigureOf extends About {
  readonly figure: Figure;
}

/** In the order in which people ask. Names are those that they have become. */
export function figuresOf(examination: Examination, renames?: Renames): readonly FigureOf[] {
  const now = (name: string): string => renames?.now(name) ?? name;
  const { assessment } = examination;
  const perSystem = assessment.systems.flatMap(({ name, scenarios, copies, retained }): readonly FigureOf[] => {
    const about = now(name);
    const list = (names: readonly string[]): Figure => ({ text: names.map(now).toSorted().join(', ') || 'none', value: names.length });
    return [
      ...scenarios.flatMap((each) => inScenario(about, now(each.scenario), each)),
      { kind: 'copies', about, figure: { text: String(copies.total), value: copies.total } },
      { kind: 'off-site', about, figure: list(copies.offsite) },
      { kind: 'locked', about, figure: list(copies.immutable) },
      { kind: 'restore-tested', about, figure: { text: copies.restoreVerified ? 'yes' : 'no', value: copies.restoreVerified ? 1 : 0 } },
      ...retained.map((each): FigureOf => {
        const text = each.met ? 'met' : 'not met';
        const because = lackOf(each, examination.plan.timezone.value);
        return { kind: 'retain', about, detail: ruleAs(each.rule), figure: { text, value: each.met ? 1 : 0, kept: each.met, because } };
      }),
      ...reaches(examination, name, about, now),
    ];
  });
  return [...perSystem, ...money(examination, now)];
}

function inScenario(about: string, scenario: string, { affected, loss, recovery }: ScenarioResult): readonly FigureOf[] {
  if (!affected)
    return (['loss', 'recovery'] as const).map((kind) => ({ kind, about, scenario, figure: { text: 'not affected', value: 0 } }));
  const because = loss.falls.map((fall) => `${fall.storage} (${fall.because})`).join(', ');
  return [
    { kind: 'loss', about, scenario, figure: { ...answer(loss), because: because === '' ? undefined : because } },
    { kind: 'recovery', about, scenario, figure: answer(recovery) },
  ];
}

function answer({ status, seconds = 0, missing = [], target, met }: Loss | Recovery): Figure {
  switch (status) {
    case 'known':
      return { text: sayDuration(seconds), value: Math.floor(seconds + 0.5), target, kept: met };
    case 'unrecoverable':
      return { text: 'unrecoverable', value: Infinity, target, kept: met };
    case 'unknown':
      return { ...unknown(missing), target, kept: met };
  }
}

function unknown(missing: readonly string[]): Figure {
  return { text: `unknown: needs ${missing.join(', ')}`, missing };
}

function reaches({ plan, catalogue }: Examination, name: string, about: string, now: (name: string) => string): readonly FigureOf[] {
  const system = plan.systems.find((each) => each.name === name);
  if (system === undefined) return [];
  return reachOf(plan, system, catalogue).map(({ storage, block, seconds }) => ({
    kind: 'reach',
    about,
    detail: block === 0 ? now(storage) : `${now(storage)}, backup ${block + 1}`,
    figure: { text: seconds === Infinity ? 'without end' : sayDuration(seconds), value: seconds },
  }));
}

const months = { month1: '1', month12: '12', month36: '36' } as const;

function money({ plan, catalogue, assessment }: Examination, now: (name: string) => string): readonly FigureOf[] {
  const { currency, total, storages, budget, met } = costs(plan, catalogue);
  const amount = (figure: Amount): Figure =>
    'value' in figure
      ? { text: sayMoney(figure.value, currency), value: Math.round(figure.value * 100) / 100, currency }
      : { ...unknown(figure.missing), currency };
  const kept = met === undefined ? 'nobody knows' : met ? 'kept' : 'exceeded';
  return [
    ...restoreCosts(plan, assessment, catalogue).restores.map(
      ({ scenario, system, cost }): FigureOf => ({
        kind: 'restore-cost',
        about: now(system),
        scenario: now(scenario),
        figure: amount(cost.month12),
      }),
    ),
    ...storages.flatMap(({ name, cost, fullAt }): readonly FigureOf[] => [
      { kind: 'storage-cost', about: now(name), figure: amount(cost.month12) },
      {
        kind: 'full',
        about: now(name),
        figure: { text: fullAt === undefined ? 'never' : sayDate(fullAt, 'UTC'), value: fullAt ?? Infinity },
      },
    ]),
    ...(storages.length === 0
      ? []
      : monthKeys.map((key): FigureOf => ({ kind: 'cost', about: '', detail: months[key], figure: amount(total[key]) }))),
    ...(budget === undefined
      ? []
      : [
          {
            kind: 'budget' as const,
            about: '',
            figure: { text: `${sayMoney(budget, currency)}, ${kept}`, value: budget, currency, kept: met },
          },
        ]),
  ];
}
