import { realpathSync } from 'node:fs';
import path from 'node:path';
import { inside, realPath } from './inside.ts';
import { WriteError } from './problem.ts';

/**
 * The folder that a plan's files are generated into: `shop.backup/` beside `shop.backupplan`, or what the plan gives as `output`,
 * relative to the plan.
 *
 * `workspace` is the folder that must hold it (default: the plan's own folder). Throws WriteError where `output` is absolute or would
 * leave the workspace, by `..` or through a link.
 */
export function outputFolder(plan: string, output: string | undefined, workspace: string = path.dirname(path.resolve(plan))): string {
  const beside = path.dirname(path.resolve(plan));
  const name = path.basename(plan).replace(/\.backupplan$/u, '');
  if (output === undefined) return path.join(beside, `${name}.backup`);
  const refuse = (why: string): WriteError =>
    new WriteError('outside', output, `output ${JSON.stringify(output)} ${why}. Name a folder inside the workspace, relative to the plan.`);
  if (path.posix.isAbsolute(output) || path.win32.isAbsolute(output) || /^[a-z]:/iu.test(output)) throw refuse('is an absolute path');
  if (output.includes('\0') || output.trim() === '') throw refuse('is no folder name');
  const folder = path.resolve(beside, output.replaceAll('\\', '/'));
  if (folder.split(path.sep).includes('.git')) throw refuse('lies in a .git folder');
  if (!inside(path.resolve(workspace), folder)) throw refuse('leaves the workspace');
  if (!inside(realpathSync(workspace), realPath(folder))) throw refuse('leads out of the workspace through a link');
  return folder;
}
