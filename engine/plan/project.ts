/** The files of a plan: the one that was opened and all that it imports, directly or not. */
import type { Range, SyntaxTree } from '../../grammar/tree.ts';

export interface SourceFile {
  /** Path or URI with `/` between its parts; what `read` was asked for. */
  readonly path: string;
  readonly text: string;
  readonly tree: SyntaxTree;
}

export interface ImportProblem {
  readonly code: 'import-failed' | 'import-cycle';
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

export interface Project {
  readonly root: SourceFile;
  /** The root first, then its imports, each once, in the order they are met. */
  readonly files: readonly SourceFile[];
  readonly problems: readonly ImportProblem[];
}

/** How the engine gets at text: the rim reads, the engine does not. Undefined: there is no such file, or it cannot be read. */
export type ReadText = (path: string) => string | undefined;
