/** The open findings as steps, the gravest first: what to change, and what that brings where it can be worked out. */
import type { Finding, Fix } from '../../../checks/finding.ts';
import { changesOf } from '../effects.ts';
import { gravestFirst, where } from '../findings.ts';
import { code, message, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { keptPromises } from '../targets.ts';
import { variant } from '../variant.ts';

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
  const own = about === undefined ? [] : changesOf(source.assessment, after, about);
  const [had, has] = [keptPromises(source.assessment), keptPromises(after)];
  return [...own, ...(had === has ? [] : [`promises kept: ${had} → ${has}`])].join('; ') || 'no change of a figure';
}
