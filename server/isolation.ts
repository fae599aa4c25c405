/** Work whose faults cost its own answer alone. */
import { type Connection, ResponseError } from 'vscode-languageserver';
import type { Examination } from '../engine/examine.ts';
import { planHash } from '../engine/generate/manifest.ts';
import type { Session } from './session.ts';

/** Gives what `work` gives, or `otherwise` where it throws; the log then names `what` and the plan at `path` (empty: the whole workspace). */
export type Isolated = <T>(what: string, path: string, work: () => T, otherwise: T) => T;

/** An answer that says why something is refused is no fault and goes through. */
export function isolation(connection: Connection, session: Session): Isolated {
  return (what, path, work, otherwise) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      connection.console.error(
        `${what} failed for ${hashOf(session, path)}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return otherwise;
    }
  };
}

/** Parts of an examination that failed, for the log: they have cost their own answer there. */
export function reportFaults(isolated: Isolated, path: string, { faults }: Examination): void {
  for (const { part, error } of faults) {
    isolated(
      part,
      path,
      () => {
        throw error;
      },
      undefined,
    );
  }
}

/** What a report of a fault names the plan by; its text may be secret. */
function hashOf(session: Session, path: string): string {
  if (path === '') return 'the workspace';
  try {
    return `the plan with hash ${planHash(session.project(path).project)}`;
  } catch {
    return 'a plan that cannot be read';
  }
}
