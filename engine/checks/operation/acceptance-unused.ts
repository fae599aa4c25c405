import { value } from '../../../grammar/tree.ts';
import type { Acceptance } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { removal } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding, replacement } from '../report.ts';
import type { Idle } from '../silence.ts';
import { accepted, unusableCode } from './said.ts';

const id = { code: 'acceptance-unused', severity: 'warning' } as const;

export const acceptanceUnused: Check = {
  ...id,
  group: 'operation',
  late: true,
  summary: 'An `accept` silences nothing.',
  *run({ project, silencing }) {
    for (const { acceptance, idle } of silencing.acceptances) {
      if (idle === undefined) continue;
      const { check, place, statement } = acceptance;
      const code = value(statement, 'check', 'reference');
      const file = project.files.find(({ path }) => path === place.file);
      const fixes: Fix[] = [];
      if (idle.why === 'unknown' && idle.guess !== undefined && code !== undefined)
        fixes.push(replacement(place.file, code.range, idle.guess));
      // What it accepts may come with a day that is not there yet, and its reason is somebody's word.
      if (file !== undefined) fixes.push({ title: 'Remove the acceptance', edits: [removal(file, statement)], safe: false });
      const range = code?.range ?? place.range;
      yield finding(id, { file: place.file, range }, unusableCode(check, idle) ?? `${why(acceptance, idle)} Remove this acceptance.`, {
        fixes,
      });
    }
  },
};

function why(acceptance: Acceptance, idle: Idle): string {
  const what = accepted(acceptance);
  return idle.why === 'taken' ? `${what} is silenced already, by another acceptance or an ignore comment.` : `${what} is not found.`;
}
