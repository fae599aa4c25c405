/** What a report format is given. */
import type { CheckGroup } from '../../engine/checks/check.ts';
import type { Finding } from '../../engine/checks/finding.ts';
import type { ReadText } from '../../engine/plan/project.ts';

export interface Report {
  /** Paths of the plans that were checked. */
  readonly plans: readonly string[];
  readonly findings: readonly Finding[];
  readonly read: ReadText;
  /** What `--fix` has mended; undefined without it. */
  readonly fixed?: { readonly findings: number; readonly files: readonly string[] };
  /** False where a part of the program failed: there may be more to find. */
  readonly complete: boolean;
  /** A file's path as it is shown to a person. */
  shown(file: string): string;
  /** A file's path as other programs take it: from the root of the repository, with `/` between its parts. */
  located(file: string): string;
  /** Whether a finding makes the exit code 1. */
  fails(finding: Finding): boolean;
}

/** A code as its page tells of it. */
export interface Rule {
  readonly group: CheckGroup;
  /** One line. */
  readonly summary: string;
  /** Markdown. */
  readonly page: string;
}
