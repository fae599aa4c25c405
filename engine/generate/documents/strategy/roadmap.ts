/** The open findings as steps, the gravest first: what to change, and what that brings where it can be worked out. */
import type { Assessment, SystemResult } from '../../../assess/assessment.ts';
import type { Finding, Fix } from '../../../checks/finding.ts';
import { gravestFirst, where } from '../findings.ts';
import { code, message, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { targetsOf } from '../targets.ts';
import { variant } from '../variant.ts';
import { duration } from '../words.ts';

/** Steps whose effect is worked out; each costs an assessment. */
const MOST = 3;
/** Findings whose fixes change what is lost, how long recovery takes or where copies lie. */
const MEASURED = /^(?:rpo|rto|mtd|unrecoverable|chain|log|loss)/u;

export function roadmap(source: Source): string {
  const open = gravestFirst(source);
  if (open.length === 0) return 'Nothing is open. What comes next are the reviews and tests.';
  let measured = 0;
  return table(
    ['Step', 'What to do', 'Settles', 'What it brings', 'Where'],
    open.map((finding, index) => {
      const [fix] = finding.fixes;
      const counts = fix !== undefined && MEASURED.test(finding.code) && measured++ < MOST;
      return [
        `${index + 1}`,
        fix === undefined ? remedy(finding) : message(fix.title),
        `${code(finding.code)}${finding.about === undefined ? '' : ` of ${plain(finding.about)}`}`,
        counts ? brings(source, finding, fix) : '',
        where(source, finding),
      ];
    }),
  );
}

/** The last sentence of a finding says what would settle it. */
function remedy({ message: text }: Finding): string {
  const sentences = text.split(/(?<=\.) (?=[A-Z])/u).filter((each) => !each.startsWith('The same goes for'));
  return message(sentences.at(-1) ?? text);
}

function brings(source: Source, { about }: Finding, fix: Fix): string {
  const after = variant(source, fix.edits).assessment();
  const [had, has] = [kept(source.assessment), kept(after)];
  const own = about === undefined ? [] : changes(resultIn(source.assessment, about), resultIn(after, about));
  return [...own, had === has ? '' : `promises kept: ${had} → ${has}`].filter((part) => part !== '').join('; ') || 'no change of a figure';
}

function kept(assessment: Assessment): number {
  return targetsOf(assessment).filter(({ met }) => met === true).length;
}

function resultIn({ systems }: Assessment, name: string): SystemResult | undefined {
  return systems.find((system) => system.name === name);
}

/** Of the worst loss and the longest recovery of a system. */
function changes(before: SystemResult | undefined, after: SystemResult | undefined): readonly string[] {
  return (['loss', 'recovery'] as const).flatMap((what) => {
    const [from, to] = [before, after].map(
      (result) => result?.scenarios.filter(({ affected }) => affected).map((each) => worst(each[what])) ?? [],
    );
    if (from === undefined || to === undefined || from.length !== to.length) return [];
    const [had, has] = [Math.max(...from), Math.max(...to)];
    return had === has ? [] : [`${what === 'loss' ? 'loss' : 'outage'} at worst ${said(had)} → ${said(has)}`];
  });
}

function worst({ status, seconds }: { readonly status: string; readonly seconds?: number }): number {
  return status === 'known' ? (seconds ?? 0) : Infinity;
}

function said(seconds: number): string {
  return seconds === Infinity ? 'everything' : duration(seconds);
}
