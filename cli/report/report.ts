/** What a report format is given. */
import type { Finding } from '../../engine/checks/finding.ts';
import type { ReadText } from '../../engine/plan/project.ts';

export interface Report {
  /** How many plans were checked. */
  readonly plans: number;
  readonly findings: readonly Finding[];
  readonly read: ReadText;
  /** What `--fix` has mended; undefined without it. */
  readonly fixed?: { readonly findings: number; readonly files: readonly string[] };
  /** A file's path as it is shown to a person. */
  shown(file: string): string;
}
