import { assess } from '../../../assess/assess.ts';
import { monthKeys } from '../../../assess/bytes/months.ts';
import { type Costs, costs } from '../../../assess/cost/cost.ts';
import { sayMoney } from '../../../assess/say.ts';
import { costsOf } from '../../../checks/answers.ts';
import type { Plan, Quantity, System } from '../../../plan/model.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { keptPromises, targetsOf } from '../targets.ts';
import { MONTHS } from './figures.ts';

interface Otherwise {
  readonly words: string;
  readonly applies: (system: System) => boolean;
  readonly change: (system: System) => Partial<System>;
}

const CASES: readonly Otherwise[] = [
  { words: '50 % more changes', applies: isChanging, change: (system) => changing(system, 1.5) },
  { words: '50 % less changes', applies: isChanging, change: (system) => changing(system, 0.5) },
  {
    words: 'nothing can be compressed',
    applies: ({ compresses }) => compresses.value < 1,
    change: ({ compresses }) => ({ compresses: { ...compresses, value: 1 } }),
  },
];

/** The plan with other numbers, assessed anew: what it costs then, and how many promises it keeps. */
export function sensitivity(source: Source): string {
  const { plan, catalogue, assessment } = source;
  const known = costsOf(source);
  if (monthKeys.every((key) => known.atLeast[key] === 0)) return 'No cost is known that could change.';
  const promises = targetsOf(assessment).length;
  const row = (words: string, found: Costs, kept: number): readonly string[] => [
    words,
    ...monthKeys.map((key) => ('value' in found.total[key] ? '' : 'at least ') + sayMoney(found.atLeast[key], found.currency)),
    ...(promises === 0 ? [] : [`${kept} of ${promises}`]),
  ];
  const rows = CASES.filter(({ applies }) => plan.systems.some(applies)).map(({ words, applies, change }) => {
    const other = changed(plan, (system) => (applies(system) ? change(system) : {}));
    return row(words, costs(other, catalogue), keptPromises(assess(other, catalogue)));
  });
  return table(
    ['If', ...MONTHS, ...(promises === 0 ? [] : ['Promises kept'])],
    [row('as planned', known, keptPromises(assessment)), ...rows],
  );
}

function isChanging({ changes }: System): boolean {
  return (changes?.value ?? 0) > 0;
}

function changing({ changes, logs }: System, factor: number): Partial<System> {
  const times = (quantity: Quantity | undefined): Quantity | undefined => quantity && { ...quantity, value: quantity.value * factor };
  return { changes: times(changes), logs: times(logs) };
}

/** Blocks are copied too: an answer about a block is remembered by the block. */
function changed(plan: Plan, change: (system: System) => Partial<System>): Plan {
  return {
    ...plan,
    systems: plan.systems.map((system) => ({ ...system, ...change(system), blocks: system.blocks.map((block) => ({ ...block })) })),
  };
}
