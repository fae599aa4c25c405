/** Proves fixes: each is applied to the text, and the plan examined again, before it is offered. */

import { builtinCatalogue } from '../catalogue/builtin.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Examination, examineAfresh } from '../examine.ts';
import type { ReadText } from '../plan/project.ts';
import { acceptances } from './accept.ts';
import { checksFor } from './all.ts';
import type { Check } from './check.ts';
import { withEdits } from './edits.ts';
import type { Finding, Fix } from './finding.ts';
import { apart, identity, tally } from './identity.ts';
import { textAt } from './places.ts';
import { silenceable } from './terms.ts';
import { wordsOfUnreadable } from './walk.ts';

function checkOf({ catalogue }: Examination, { code }: Finding): Check | undefined {
  return checksFor(catalogue).find((check) => check.code === code);
}

/**
 * The fixes of a finding after which it is gone and no error has come, with what they bring in their titles (`Copy every 30m instead
 * of hourly: loss 1h21m → 52m`). Each costs an examination, so ask only where somebody looks. `read` gives the texts that were examined.
 */
export function provenFixes(examination: Examination, finding: Finding, read: ReadText, catalogue: Catalogue = builtinCatalogue): Fix[] {
  return finding.fixes.flatMap((fix) => {
    const after = afterFix(examination, finding, fix, read, catalogue);
    if (after === undefined) return [];
    const brings = checkOf(examination, finding)?.brings?.(finding, examination, after);
    return [brings === undefined ? fix : { ...fix, title: `${fix.title}: ${brings}` }];
  });
}

/** What accepts a finding instead of mending it, proved in the same way; nothing for a finding that cannot be silenced. */
export function provenAcceptances(
  examination: Examination,
  finding: Finding,
  read: ReadText,
  catalogue: Catalogue = builtinCatalogue,
): Fix[] {
  const check = checkOf(examination, finding);
  if (check === undefined || !silenceable(check)) return [];
  return acceptances(examination, finding).filter((fix) => afterFix(examination, finding, fix, read, catalogue) !== undefined);
}

/** The examination of the plan with the fix applied; undefined where the finding is still there or an error has come. */
function afterFix(examination: Examination, finding: Finding, fix: Fix, read: ReadText, catalogue: Catalogue): Examination | undefined {
  const after = examineAfresh(examination.project.root.path, withEdits(fix.edits, read), catalogue, examination.terms);
  return areMended([finding], examination, after) ? after : undefined;
}

/** Left for the person to settle, however grave a team takes it: the reason that only they can write. */
const owed = 'acceptance-unreasoned';

/** Whether the findings are gone in `after`, which is the same plan with changed texts, and no error has come. */
export function areMended(findings: readonly Finding[], before: Examination, after: Examination): boolean {
  const checks = findings.map((finding) => checkOf(before, finding));
  // A check that throws finds nothing, which proves nothing.
  if (checks.includes(undefined) || after.faults.length > before.faults.length) return false;
  const had = apart(before.findings);
  const settled = apart(after.findings).filter(({ code }) => code !== owed);
  const ofLanguage = checks.some((check) => check?.group === 'language');
  return areGone(findings, had, settled) && isHarmless(ofLanguage, { ...before, findings: had }, { ...after, findings: settled });
}

/** The identities of what is not told, since these findings imply it, hide it or say it in other words. */
export function hiddenBy(findings: readonly Finding[], catalogue: Catalogue): ReadonlySet<string> {
  const checks = new Map(checksFor(catalogue).map((each) => [each.code, each]));
  return new Set(
    findings.flatMap((each) => {
      const { implies = [], hides = [] } = checks.get(each.code) ?? {};
      const covers = each.covers ?? [];
      return [...[...implies, ...hides].map((code) => ({ code, about: each.about })), ...covers].map((other) =>
        identity({ ...each, ...other }),
      );
    }),
  );
}

/** Whether so many of their like are gone. */
function areGone(mended: readonly Finding[], before: readonly Finding[], after: readonly Finding[]): boolean {
  const [had, has] = [tally(before), tally(after)];
  return [...tally(mended)].every(([each, count]) => (has.get(each) ?? 0) + count <= (had.get(each) ?? 0));
}

/** Of a name in a statement that cannot be read nothing is said. */
function isOfName({ code }: Finding): boolean {
  return code === 'undefined-name' || code === 'wrong-kind';
}

/**
 * Whether no error has come. What a finding implied was there before, as its related places, and what one hid comes to light when it is
 * mended. The same goes for all that is said about a system that a language error had left in doubt, and for the names in a statement that
 * could not be read.
 */
function isHarmless(ofLanguage: boolean, { catalogue, project, findings: before }: Examination, after: Examination): boolean {
  const checks = new Map(checksFor(catalogue).map((each) => [each.code, each]));
  const hidden = hiddenBy(before, catalogue);
  const [had, has] = [tally(before), tally(after.findings)];
  const unread = ofLanguage ? wordsOfUnreadable(project) : new Set<string>();
  return after.findings
    .filter((each) => each.severity === 'error' && (!ofLanguage || checks.get(each.code)?.group === 'language'))
    .filter((each) => !(isOfName(each) && unread.has(textAt(after, each))))
    .map(identity)
    .every((each) => hidden.has(each) || (has.get(each) ?? 0) <= (had.get(each) ?? 0));
}
