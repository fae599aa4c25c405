/** Writes a plan's generated files beside it. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Artifact } from '../engine/generate/artifact.ts';
import { generate, type Part, parts } from '../engine/generate/generate.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import type { RestoreTest } from '../engine/generate/restore-test.ts';
import { WriteError } from '../workspace/problem.ts';
import type { WriteReport } from '../workspace/write.ts';
import { isOnDisk, uriOf } from './convert.ts';
import type { Session } from './session.ts';

export interface GenerateRequest {
  readonly path: string;
  /** Parts of the output; undefined: all. */
  readonly only?: readonly string[];
  /** The runbook of this scenario alone. */
  readonly scenario?: string;
  /** Overwrite files that somebody has edited. */
  readonly force?: boolean;
}

/** What `backupplan.generate` answers. Paths are relative to the folder. */
export interface Generated {
  /** URI of the folder. */
  readonly folder: string;
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Edited since they were generated, and left as they are; where there is a newer text, it is beside each as `NAME.new`. */
  readonly kept: readonly string[];
}

/** Puts generated files on disk; see `workspace/`, whose WriteError says in words what went wrong. */
export interface Writer {
  /** `workspace` is the folder that must hold the files; undefined: the plan's own. */
  outputFolder(plan: string, output: string | undefined, workspace: string | undefined): string;
  /** Restore tests of a plan that are on record. */
  restoreTests(plan: string): readonly RestoreTest[];
  write(folder: string, artifacts: readonly Artifact[], options: { readonly force: boolean }): WriteReport;
}

/** Generates from the text as it stands in the editor. Throws a ResponseError that says why nothing was written. */
export function generateFiles(session: Session, writer: Writer, { path, only, scenario, force = false }: GenerateRequest): Generated {
  if (!session.trusted) throw refusal('files are written only in a workspace that you trust');
  if (!isOnDisk(path)) throw refusal('files are generated beside the plan: save it in a folder on disk first');
  const examination = session.undated(path);
  if (examination.plan.library) throw refusal('there is nothing to generate: a file without a `plan` block is a library');
  if (scenario !== undefined && !examination.plan.scenarios.some(({ name }) => name === scenario)) {
    throw refusal(`the plan has no scenario '${scenario}'`);
  }
  const [first, ...others] = obstacles(examination);
  if (first !== undefined) {
    const rest = others.length === 0 ? '' : ` (and ${others.length} more)`;
    throw refusal(
      `the plan cannot be read whole, and scripts with holes would be worse than none. Mend this first: ${first.message}${rest}`,
    );
  }
  try {
    const folder = writer.outputFolder(path, examination.plan.output, session.folderOf(path));
    const options = { only: only?.map(partNamed), scenario, tests: writer.restoreTests(path), version: session.host.version };
    const report = writer.write(folder, generate(examination, options), { force });
    return {
      folder: uriOf(report.folder.replaceAll('\\', '/')),
      written: report.written,
      unchanged: report.unchanged,
      kept: report.kept.map((kept) => kept.path),
    };
  } catch (error) {
    // These say in words what to do; anything else is a fault of the product.
    if (error instanceof WriteError || error instanceof RangeError) throw refusal(error.message);
    throw error;
  }
}

function partNamed(name: string): Part {
  const part = parts.find((candidate) => candidate === name);
  if (part === undefined) throw refusal(`'${name}' is no part of the output; the parts are ${parts.join(', ')}`);
  return part;
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
