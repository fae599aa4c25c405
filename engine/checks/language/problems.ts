import type { SyntaxProblem } from '../../../grammar/tree.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding, replacement } from '../report.ts';

/** What the parser found under the code of a check. */
export function* parserProblems(
  check: Pick<Check, 'severity'> & { readonly code: SyntaxProblem['code'] },
  { project }: CheckContext,
): Generator<Finding> {
  for (const { path, tree } of project.files) {
    for (const { code, range, message, suggestion, slip = false } of tree.problems) {
      if (code !== check.code) continue;
      const fixes = suggestion === undefined ? [] : [replacement(path, range, suggestion, slip)];
      yield finding(check, { file: path, range }, message, { fixes });
    }
  }
}
