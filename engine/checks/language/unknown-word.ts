import { isSlip, nearest } from '../../../grammar/spelling.ts';
import type { Check } from '../check.ts';
import { didYouMean, finding, replacement } from '../report.ts';
import { listed } from '../words.ts';
import { catalogueWords } from './catalogue-words.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'unknown-word', severity: 'error' } as const;

/** A longer list of words would bury the message. */
const MOST_WORDS = 8;

export const unknownWord: Check = {
  ...id,
  group: 'language',
  summary: 'A word that is not known here.',
  *run(context) {
    yield* parserProblems(id, context);
    for (const { file, range, text, what, known } of catalogueWords(context)) {
      if (known.includes(text)) continue;
      const guess = nearest(text, known);
      const words =
        guess !== undefined || known.length > MOST_WORDS ? '' : known.length === 0 ? ' It has none.' : ` It can be ${listed(known, 'or')}.`;
      const quoted = what.quoted && guess !== undefined ? JSON.stringify(guess) : guess;
      const safe = guess !== undefined && isSlip(text, guess, known);
      yield finding(id, { file, range }, `\`${text}\` is no ${what.words}${didYouMean(quoted)}${words}`, {
        fixes: quoted === undefined ? [] : [replacement(file, range, quoted, safe)],
      });
    }
  },
};
