/** What a reviewer should know of a change, the worst first. */
import type { FigureChange } from './compare.ts';
import { figureRemarks } from './figure-remarks.ts';
import { findingRemarks } from './finding-remarks.ts';
import type { FindingChange } from './findings.ts';
import type { PromiseChange } from './promises.ts';
import { type Remark, weights } from './remark.ts';
import type { WordChange } from './words.ts';

export interface Changes {
  readonly words: readonly WordChange[];
  readonly figures: readonly FigureChange[];
  readonly findings: readonly FindingChange[];
  readonly promises: readonly PromiseChange[];
}

export function remarksOf(changes: Changes): readonly Remark[] {
  const figures = figureRemarks(changes.figures, changes.promises);
  const promises = changes.promises.flatMap((each) => promiseRemark(each, figures));
  const findings = findingRemarks(changes.findings, [...figures, ...promises]);
  const renamed = changes.words.flatMap(({ kind, about, was }): readonly Remark[] =>
    kind === 'renamed' ? [{ weight: 'other', about, message: `${was} is called ${about.join()} now.` }] : [],
  );
  const told = [...figures, ...promises, ...findings, ...renamed];
  const plain: Remark = { weight: 'other', about: [], message: plainWords(changes) };
  const found = told.length === 0 || changes.words.length === 0 ? [...told, plain] : told;
  return found.toSorted((one, other) => weights.indexOf(one.weight) - weights.indexOf(other.weight));
}

function plainWords({ words }: Changes): string {
  if (words.length === 0)
    return 'No statement changes: what changes is a comment, the catalogue, the configuration, or an order that decides something.';
  const count = words.length === 1 ? 'One statement changes' : `${words.length} statements change`;
  return `${count}, and with ${words.length === 1 ? 'it' : 'them'} no figure and no finding.`;
}

function promiseRemark({ kind, what, about, before, after, because }: PromiseChange, figures: readonly Remark[]): readonly Remark[] {
  const subject = `${what.charAt(0).toUpperCase()}${what.slice(1)}`;
  switch (kind) {
    case 'dropped': {
      const note = because ?? (before === undefined ? undefined : `it was ${before}`);
      return [{ weight: 'loosened', about, message: `Promised no longer: ${what}${note === undefined ? '' : ` (${note})`}.` }];
    }
    case 'loosened':
      return [{ weight: 'loosened', about, message: `${subject} is loosened from ${before} to ${after}.` }];
    case 'tightened':
    case 'given': {
      // What is promised and not kept has been told already.
      if (figures.some((each) => each.weight === 'broken' && about.every((name) => each.about.includes(name)))) return [];
      const how = kind === 'tightened' ? `tightened from ${before} to ${after}` : `promised now${after === undefined ? '' : `: ${after}`}`;
      return [{ weight: 'better', about, message: `${subject} is ${how}.` }];
    }
  }
}
