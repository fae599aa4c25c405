/**
 * The disaster-recovery plan: what NIST SP 800-34 Rev. 1 asks of a contingency plan (introduction, concept, activation, recovery,
 * reconstitution, appendices), as far as the plan gives it. The steps themselves are in the runbooks.
 */
import { keepPart } from '../keep.ts';
import { picture } from '../pictures/markdown.ts';
import { assumptionTable } from './assumptions.ts';
import { contactName, contactTable, declarer } from './contacts.ts';
import { acceptedRisks, openFindings } from './findings.ts';
import { header } from './header.ts';
import { linkTo } from './markdown/anchor.ts';
import { code, mail, paragraph, plain } from './markdown/escape.ts';
import { exercises } from './plan/exercises.ts';
import { impactTable } from './plan/impact.ts';
import { keyTable, siteTable, storageTable } from './plan/inventory.ts';
import { matrix, scenarioTable } from './plan/matrix.ts';
import { reconstitution } from './plan/reconstitution.ts';
import { sequences } from './plan/sequence.ts';
import type { DocumentSource } from './source.ts';
import { measured } from './tested.ts';

export function recoveryPlan(source: DocumentSource): string {
  const { plan } = source;
  const accepted = acceptedRisks(source);
  const parts: readonly string[] = [
    `# Disaster-recovery plan: ${plain(plan.title)}`,
    header(source),
    ...(plan.doc === undefined ? [] : [paragraph(plan.doc)]),
    '## 1 What it covers',
    '### 1.1 Systems and what their loss costs',
    impactTable(source),
    '### 1.2 Scenarios',
    ...(plan.standardScenarios
      ? [
          `The plan has no scenario of its own: these are the standard ones, every site and every storage lost once, an operator's error and ransomware. Add ${code('scenario NAME { … }')} for the ones that matter to you.`,
        ]
      : []),
    scenarioTable(source),
    '### 1.3 Assumptions',
    assumptionTable(source),
    '## 2 Who does what',
    contactTable(source),
    ...owners(source),
    '## 3 Activation and notification',
    activation(source),
    '## 4 Recovery',
    'What comes back from where, how soon, and what is lost, in each scenario; then what is done, in the order in which it is begun. The runbook that is linked has every step with its commands.',
    ...picture(source, 'matrix'),
    matrix(source),
    sequences(source),
    '## 5 Reconstitution',
    reconstitution(source),
    '## 6 Tests and exercises',
    exercises(source),
    ...onRecord(source),
    '## 7 Risks',
    ...(accepted === undefined ? [] : ['### 7.1 Accepted', accepted]),
    `### ${accepted === undefined ? '7.1' : '7.2'} Open findings`,
    openFindings(source),
    '## Appendix A Sites',
    ...picture(source, 'copies'),
    siteTable(source),
    '## Appendix B Storages and keys',
    storageTable(source),
    ...(plan.keys.length === 0 ? [] : [keyTable(source)]),
    '## Appendix C Approval and changes',
    keepPart('approval'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function onRecord(source: DocumentSource): readonly string[] {
  const told = measured(source);
  return told === undefined ? [] : ['### Restores that were measured', told];
}

function owners({ plan }: DocumentSource): readonly string[] {
  const owned = plan.systems.filter(({ owner }) => owner !== undefined);
  if (owned.length === 0) return [];
  return [`Owners of systems: ${owned.map(({ name, owner }) => `${plain(name)}: ${mail(owner ?? '')}`).join('; ')}.`];
}

function activation(source: DocumentSource): string {
  const { plan } = source;
  const first = declarer(source);
  const who =
    first !== undefined
      ? `${contactName(first)}, else the next of ${linkTo('2 Who does what')}`
      : plan.owner === undefined
        ? 'nobody that the plan names'
        : mail(plan.owner);
  const channels =
    plan.notify.length === 0
      ? `The plan names no channel for messages; add ${code('notify "…"')}.`
      : `Messages go to ${plan.notify.map((channel) => code(channel)).join(', ')}.`;
  return `A scenario is declared by ${who}, within the time that ${linkTo('1.2 Scenarios')} gives: recovery begins then, and the times in ${linkTo('4 Recovery')} count on it. Whether to recover or to wait for a repair is on the first page of each runbook, with the message to send. ${channels}`;
}
