import { value } from '../../../grammar/tree.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { statements } from '../walk.ts';
import { parserProblems } from './problems.ts';

const id = { code: 'syntax', severity: 'error' } as const;

export const syntax: Check = {
  ...id,
  group: 'language',
  summary: 'The text cannot be read here.',
  *run(context) {
    yield* parserProblems(id, context);
    yield* emptyReasons(context);
  },
};

/** An acceptance with an empty reason is one without. */
function* emptyReasons({ project }: CheckContext): Generator<Finding> {
  for (const { file, statement } of statements(project)) {
    const reason = statement.id === 'file.accept' ? value(statement, 'because', 'string') : undefined;
    if (reason === undefined || reason.text.trim() !== '') continue;
    yield finding(id, { file: file.path, range: reason.range }, 'A reason is expected here: why may this stay as it is until then?');
  }
}
