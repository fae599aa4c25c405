/**
 * The retention policy: what has to be kept and what is, in the span that the rules really reach; locks, log, deletion and erasure,
 * legal holds, keys, what was accepted, and the rules of law that the plan is held against, each with its evidence.
 */
import { allChecks } from '../../checks/all.ts';
import { ruleChecks } from '../../checks/compliance/rule-checks.ts';
import { keepPart } from '../keep.ts';
import { pictureWithTable } from '../pictures/markdown.ts';
import { acceptedRisks } from './findings.ts';
import { header } from './header.ts';
import { plain } from './markdown/escape.ts';
import { compliance } from './retention/compliance.ts';
import { erasure } from './retention/erasure.ts';
import { hold } from './retention/hold.ts';
import { keys } from './retention/keys.ts';
import { lockTable } from './retention/locks.ts';
import { logTable } from './retention/logs.ts';
import { reachTable } from './retention/reach.ts';
import { required } from './retention/required.ts';
import type { DocumentSource } from './source.ts';

export function retentionPolicy(source: DocumentSource): string {
  const { plan } = source;
  const about = new Set(
    [...allChecks, ...ruleChecks(source.catalogue)]
      .filter(({ group }) => group === 'retention' || group === 'compliance')
      .map((check) => check.code),
  );
  const accepted = acceptedRisks(source, ({ check }) => about.has(check));
  const clauses = compliance(source);
  const parts: readonly string[] = [
    `# Retention policy: ${plain(plan.title)}`,
    header(source),
    '## 1 What has to be kept',
    required(source),
    '## 2 What is kept',
    reachTable(source),
    ...points(source),
    '## 3 Locks',
    lockTable(source),
    '## 4 Log',
    logTable(source),
    '## 5 Deletion and erasure',
    erasure(source),
    '## 6 Legal hold',
    hold(source),
    '## 7 Keys',
    keys(source),
    '## 8 Exceptions',
    accepted ?? 'None: no risk about retention is accepted.',
    '## 9 Laws and standards',
    clauses,
    '## Holds and changes',
    keepPart('holds'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Which restore points are there on three days, and what keeps them. */
function points(source: DocumentSource): readonly string[] {
  return source.plan.systems.flatMap(({ name }) => {
    const shown = pictureWithTable(source, 'points', name);
    return shown.length === 0 ? [] : [`### Restore points of ${plain(name)}`, ...shown];
  });
}
