import type { Check } from '../check.ts';
import { importProblems } from './imports.ts';

const id = { code: 'import-cycle', severity: 'error' } as const;

export const importCycle: Check = {
  ...id,
  group: 'language',
  summary: 'Files import each other in a circle.',
  run: (context) => importProblems(id, context),
};
