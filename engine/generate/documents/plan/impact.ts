import type { System } from '../../../plan/model.ts';
import { spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { duration, size } from '../words.ts';

/** The business-impact table: the costliest outage first, as far as the plan says; then by criticality and the tightest rto. */
export function impactTable({ plan }: Source): string {
  const columns: readonly (readonly [string, (system: System) => string])[] = [
    ['System', (system) => plain(system.name)],
    ['What it is', (system) => (system.doc === undefined ? plain(system.kind) : `${plain(system.doc)} (${plain(system.kind)})`)],
    ['Outage costs', ({ outage }) => (outage === undefined ? '' : `${outage.value.amount} ${outage.value.currency}/${outage.value.per}`)],
    ['MTD', ({ mtd }) => (mtd === undefined ? '' : duration(spanSeconds(mtd.value)))],
    ['RTO', ({ rto }) => (rto === undefined ? '' : duration(spanSeconds(rto.value)))],
    ['RPO', ({ rpo }) => (rpo === undefined ? '' : duration(spanSeconds(rpo.value)))],
    ['Criticality', ({ criticality }) => (criticality.source.from === 'plan' ? criticality.value : '')],
    ['Holds', ({ holds }) => holds.map(plain).join(', ')],
    ['Size', (system) => (system.size === undefined ? '' : size(system.size.value))],
    ['Depends on', ({ dependsOn }) => dependsOn.map(({ name }) => plain(name)).join(', ')],
    ['At', ({ at }) => plain(at)],
  ];
  const systems = plan.systems.toSorted((one, other) => weight(other) - weight(one) || tightness(one) - tightness(other));
  const told = columns.filter(([, cell]) => systems.some((system) => cell(system) !== ''));
  const exempt = systems
    .filter((system) => system.exempt !== undefined)
    .map((system) => `${plain(system.name)} is not backed up: ${plain(system.exempt ?? '')}.`);
  return [
    table(
      told.map(([head]) => head),
      systems.map((system) => told.map(([, cell]) => cell(system))),
    ),
    ...exempt,
    ...(plan.systems.some(({ outage }) => outage !== undefined)
      ? []
      : [`What an outage costs the plan does not say; add ${code('outage costs 1000 EUR/h')} to the systems whose outage is felt.`]),
  ].join('\n\n');
}

/** Money for an hour of outage; what a plan does not price is ranked by its criticality below anything priced. */
function weight({ outage, criticality }: System): number {
  if (outage !== undefined) return 1 + outage.value.amount / (outage.value.per === 'h' ? 1 : 24);
  return { critical: 0.4, high: 0.3, medium: 0.2, low: 0.1 }[criticality.value];
}

function tightness({ rto }: System): number {
  return rto === undefined ? Number.MAX_VALUE : spanSeconds(rto.value);
}
