import { value } from '../../../grammar/tree.ts';
import type { Check } from '../check.ts';
import { hasWords } from '../ignore.ts';
import { finding } from '../report.ts';
import { accepted } from './said.ts';

const id = { code: 'acceptance-unreasoned', severity: 'warning' } as const;

export const acceptanceUnreasoned: Check = {
  ...id,
  group: 'operation',
  late: true,
  summary: 'An `accept` whose reason is still to be written.',
  *run({ plan }) {
    for (const acceptance of plan.acceptances) {
      const { because, place, statement } = acceptance;
      if (hasWords(because)) continue;
      const range = value(statement, 'because', 'string')?.range ?? place.range;
      yield finding(
        id,
        { file: place.file, range },
        `Nobody says why ${accepted(acceptance)} is accepted. Write the reason for whoever has to answer for it: the documents print it.`,
      );
    }
  },
};
