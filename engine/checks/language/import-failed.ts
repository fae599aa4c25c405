import type { Check } from '../check.ts';
import { importProblems } from './imports.ts';

const id = { code: 'import-failed', severity: 'error' } as const;

export const importFailed: Check = {
  ...id,
  group: 'language',
  summary: 'An imported file cannot be read.',
  run: (context) => importProblems(id, context),
};
