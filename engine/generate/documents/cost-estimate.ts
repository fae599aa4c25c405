/**
 * The cost estimate: what the storages hold and cost now, in a year and in three, against the budget; what reading them back costs in
 * each disaster; what if changes come otherwise; and what would cost less, each option assessed before it is told.
 */
import { picture, pictureTable } from '../pictures/markdown.ts';
import { costAssumptionTable } from './assumptions.ts';
import { missingPrices } from './cost/missing.ts';
import { notIncluded } from './cost/not-included.ts';
import { optionTables } from './cost/options.ts';
import { restoreTable } from './cost/restores.ts';
import { sensitivity } from './cost/sensitivity.ts';
import { storedTable } from './cost/stored.ts';
import { billLists, totals } from './cost/totals.ts';
import { wasted } from './cost/wasted.ts';
import { header } from './header.ts';
import { plain } from './markdown/escape.ts';
import type { DocumentSource } from './source.ts';

export function costEstimate(source: DocumentSource): string {
  const { plan, catalogue } = source;
  const missing = missingPrices(source);
  const parts: readonly string[] = [
    `# Cost estimate: ${plain(plan.title)}`,
    header(source, [['Prices of', `${catalogue.pricesOf}, list prices, where the plan gives none`]]),
    '## 1 What it costs',
    totals(source),
    ...picture(source, 'cost'),
    ...(missing === undefined ? [] : ['### Prices that the plan lacks', missing]),
    ...byMonth(source),
    '## 2 What is stored',
    storedTable(source),
    '## 3 How the costs come about',
    billLists(source),
    '## 4 What a disaster costs to read back',
    restoreTable(source),
    '## 5 If it comes otherwise',
    sensitivity(source),
    '## 6 What would cost less',
    optionTables(source),
    '## 7 What is paid for and brings nothing',
    wasted(source),
    '## 8 Assumptions',
    costAssumptionTable(source),
    '## 9 Not included',
    notIncluded(source),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What the picture shows. */
function byMonth({ pictures }: DocumentSource): readonly string[] {
  return pictures.filter(({ kind }) => kind === 'cost').flatMap((drawn) => ['### Month by month', pictureTable(drawn)]);
}
