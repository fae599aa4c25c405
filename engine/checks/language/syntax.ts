import type { Check } from '../check.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'syntax', severity: 'error' } as const;

export const syntax: Check = {
  ...id,
  group: 'language',
  summary: 'The text cannot be read here.',
  run: (context) => parserProblems(id, context),
};
