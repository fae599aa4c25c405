/** `refactor.extract.policy`: what a `backup` block says becomes a policy that other systems can use. */
import type { TextEdit } from '../../engine/checks/finding.ts';
import { type Statement, value } from '../../grammar/tree.ts';
import type { Session } from '../session.ts';
import { blockOf, bodyOf, indentedAt, withComments } from './body.ts';

export interface Refactoring {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Of the block at the offset; a block that takes its statements from a policy has one already. */
export function extractPolicy(session: Session, path: string, offset: number): Refactoring | undefined {
  const { root } = session.project(path).project;
  const system = root.tree.statements.find(({ id, range }) => id === 'file.system' && range.start <= offset && offset <= range.end);
  const backups = system?.block?.statements.filter(({ id }) => id === 'system.backup') ?? [];
  const backup = backups.find(({ range }) => range.start <= offset && offset <= range.end);
  if (system === undefined || backup?.block === undefined || backup.block.statements.length === 0) return undefined;
  if (!backup.block.closed || value(backup, 'policy', 'reference') !== undefined) return undefined;
  const name = freeName(session, system);
  const { start } = withComments(root, system);
  const policy = `policy ${name} ${blockOf([bodyOf(root, backup.block)])}`;
  return {
    title: `Extract the policy ${name}`,
    edits: [
      { file: path, range: { start, end: start }, text: `${indentedAt(root.text, start, policy)}\n\n` },
      { file: path, range: backup.range, text: `backup with ${name}` },
    ],
  };
}

/** `orders-backup`, or with a number behind it where some plan has that name already. */
function freeName(session: Session, system: Statement): string {
  const name = `${value(system, 'name', 'name')?.text ?? 'system'}-backup`;
  const plans = session.plans();
  const isTaken = (tried: string): boolean => plans.some(({ names }) => names.named(tried).length > 0);
  for (let number = 2, tried = name; ; number += 1) {
    if (!isTaken(tried)) return tried;
    tried = `${name}-${number}`;
  }
}
