import type { Check } from '../check.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'impossible-schedule', severity: 'error' } as const;

export const impossibleSchedule: Check = {
  ...id,
  group: 'language',
  summary: 'A schedule that no clock or calendar can keep.',
  run: (context) => parserProblems(id, context),
};
