/**
 * The backup strategy: a page for who decides, then what the systems are worth to the business, what may happen to them, how each is
 * backed up and why so, what that comes to against each target, and what is still to be done.
 */
import { acceptedRisks, openFindings } from './findings.ts';
import { header } from './header.ts';
import { code, paragraph, plain } from './markdown/escape.ts';
import { impactTable } from './plan/impact.ts';
import { scenarioTable } from './plan/matrix.ts';
import type { DocumentSource } from './source.ts';
import { monitoring } from './strategy/monitoring.ts';
import { placement } from './strategy/placement.ts';
import { accountTable, copiesTable } from './strategy/principles.ts';
import { roadmap } from './strategy/roadmap.ts';
import { summary } from './strategy/summary.ts';
import { systemStrategy } from './strategy/system.ts';
import { notConsidered } from './strategy/threats.ts';

export function strategy(source: DocumentSource): string {
  const { plan } = source;
  const accepted = acceptedRisks(source);
  const parts: readonly string[] = [
    `# Backup strategy: ${plain(plan.title)}`,
    header(source),
    ...(plan.doc === undefined ? [] : [paragraph(plan.doc)]),
    '## Summary',
    summary(source),
    '## 1 What an outage means',
    impactTable(source),
    '## 2 Threats',
    scenarioTable(source),
    ...notConsidered(source),
    '## 3 Principles',
    '### 3.1 Copies',
    copiesTable(source),
    '### 3.2 Separation of duty',
    accountTable(source),
    '## 4 Systems',
    ...plan.systems.flatMap((system, index) => [`### 4.${index + 1} ${plain(system.name)}`, systemStrategy(source, system)]),
    '## 5 Placement',
    placement(source),
    '## 6 Monitoring',
    monitoring(source),
    '## 7 Accepted risks',
    accepted ??
      `None. A risk that the owner takes stands in the plan with its end and its reason: ${code('accept CODE until YYYY-MM-DD because "…"')}.`,
    '## 8 Open findings',
    openFindings(source),
    '## 9 Roadmap',
    roadmap(source),
  ];
  return `${parts.join('\n\n')}\n`;
}
