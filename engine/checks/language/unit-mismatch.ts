import type { Check } from '../check.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'unit-mismatch', severity: 'error' } as const;

export const unitMismatch: Check = {
  ...id,
  group: 'language',
  summary: 'A value has the wrong unit.',
  run: (context) => parserProblems(id, context),
};
