import type { ImportProblem } from '../../plan/project.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';

/** The imports that went wrong under the code of a check. */
export function* importProblems(
  check: Pick<Check, 'severity'> & { readonly code: ImportProblem['code'] },
  { project }: CheckContext,
): Generator<Finding> {
  for (const { code, file, range, message } of project.problems) {
    if (code === check.code) yield finding(check, { file, range }, message);
  }
}
