import type { Check } from '../check.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'impossible-date', severity: 'error' } as const;

export const impossibleDate: Check = {
  ...id,
  group: 'language',
  summary: 'A date that no calendar has.',
  run: (context) => parserProblems(id, context),
};
