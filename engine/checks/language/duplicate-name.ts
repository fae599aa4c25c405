import type { Check } from '../check.ts';
import { finding } from '../report.ts';

const id = { code: 'duplicate-name', severity: 'error' } as const;

export const duplicateName: Check = {
  ...id,
  group: 'language',
  summary: 'Two declarations have one name.',
  *run({ names }) {
    for (const { declaration, first } of names.duplicates) {
      const place = { file: declaration.file, range: declaration.nameRange };
      const other = first.sort === declaration.sort ? `another ${first.sort}` : `a ${first.sort}`;
      yield finding(
        id,
        place,
        `\`${declaration.name}\` is the name of ${other} already: names are one space for a plan and all that it imports.`,
        {
          about: declaration.name,
          related: [{ place: { file: first.file, range: first.nameRange }, message: `\`${first.name}\` is declared here first.` }],
        },
      );
    }
  },
};
