import { monthKeys } from '../../../assess/bytes/months.ts';
import { type RestoreCost, restoreCosts } from '../../../assess/cost/restore-costs.ts';
import { sayMoney } from '../../../assess/say.ts';
import { derivationList } from '../derivation.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { size } from '../words.ts';
import { cell, cells, MONTHS } from './figures.ts';

/** What the recoveries of each scenario pay the storages for being read, once. */
export function restoreTable(source: Source): string {
  const { restores, totals, currency } = restoreCosts(source.plan, source.assessment, source.catalogue);
  const say = (amount: number): string => sayMoney(amount, currency);
  if (restores.length === 0) return 'No recovery reads a storage.';
  const rows = totals.flatMap(({ scenario, cost }) => {
    const mine = restores.filter((restore) => restore.scenario === scenario);
    if (mine.length === 0) return [];
    return [
      ...mine.map((restore, index) => [
        index === 0 ? plain(scenario) : '',
        plain(restore.system),
        from(restore),
        cell(restore.bytes.month1, size),
        ...cells(restore.cost, say),
      ]),
      ['', '**together**', '', '', ...monthKeys.map((key) => `**${cell(cost[key], say)}**`)],
    ];
  });
  const sums = restores.filter(({ cost }) => 'value' in cost.month1 && cost.month1.value > 0);
  return [
    'Retrieval where the class of the storage bills it, and egress where what is read leaves its site: for the restore itself and the log that it replays from there.',
    table(['Scenario', 'System', 'Reads', `Bytes in ${MONTHS[0]}`, ...MONTHS.map((month) => `Costs in ${month}`)], rows),
    ...(sums.length === 0 ? [] : [`In ${MONTHS[0]} that is:\n\n${perScenario(source, sums)}`]),
  ].join('\n\n');
}

function from({ storage, away }: RestoreCost): string {
  return `${plain(storage)}${away ? ', to another site' : ''}`;
}

function perScenario(source: Source, restores: readonly RestoreCost[]): string {
  return [...new Set(restores.map(({ scenario }) => scenario))]
    .map((scenario) => {
      const lists = restores
        .filter((restore) => restore.scenario === scenario)
        .map(({ derivation }) => derivationList(source, derivation.month1, 1));
      return [`- In ${plain(scenario)}:`, ...lists].join('\n');
    })
    .join('\n');
}
