import { isSlip, nearest } from '../../../grammar/spelling.ts';
import type { NameSort } from '../../../grammar/tree.ts';
import type { Names } from '../../plan/names.ts';
import type { Check } from '../check.ts';
import { didYouMean, finding, replacement } from '../report.ts';
import { unreadable, wordsOfUnreadable } from '../walk.ts';
import { listed } from '../words.ts';

const id = { code: 'undefined-name', severity: 'error' } as const;

/** A list of names longer than this tells nobody anything. */
const MOST_NAMES = 6;

export const undefinedName: Check = {
  ...id,
  group: 'language',
  summary: 'A name that nothing is called.',
  *run({ project, names }) {
    // The missing file may declare it.
    if (project.problems.some((problem) => problem.code === 'import-failed')) return;
    const unread = wordsOfUnreadable(project);
    for (const use of names.references) {
      if (use.known || use.named.length > 0 || unreadable(use.statement) || unread.has(use.name)) continue;
      const candidates = namesOf(names, use.sorts);
      const guess = nearest(use.name, candidates);
      const known =
        guess === undefined && candidates.length > 0 && candidates.length <= MOST_NAMES ? ` There is ${listed(candidates)}.` : '';
      // What is accepted, and for what, a person has to see.
      const safe = guess !== undefined && use.statement.id !== 'file.accept' && isSlip(use.name, guess, candidates);
      yield finding(id, use, `No ${listed(use.sorts, 'or')} is called \`${use.name}\`${didYouMean(guess)}${known}`, {
        fixes: guess === undefined ? [] : [replacement(use.file, use.range, guess, safe)],
      });
    }
  },
};

function namesOf(names: Names, sorts: readonly NameSort[]): readonly string[] {
  const declared = [...names.declarations, ...names.accounts].filter((each) => sorts.includes(each.sort)).map((each) => each.name);
  return [...new Set(sorts.includes('account') ? [...declared, 'production'] : declared)];
}
