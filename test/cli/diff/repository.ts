/** A throw-away git repository: its commits are the same wherever and whenever they are made. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Folder, type Run } from '../run.ts';
import type { Files } from './cases.ts';

const who = { NAME: 'Test', EMAIL: 'test@example.com', DATE: '2026-12-01T12:00:00Z' };

export class Repository {
  readonly folder = new Folder();

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: readonly string[]): string {
    const identity = Object.entries(who).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]);
    const env = { ...process.env, ...Object.fromEntries(identity), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    return execFileSync('git', args, { cwd: this.folder.path, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** The working tree holds these files and no others. */
  put(files: Files): void {
    for (const entry of readdirSync(this.folder.path)) {
      if (entry !== '.git') rmSync(path.join(this.folder.path, entry), { recursive: true });
    }
    for (const [name, text] of Object.entries(files)) this.folder.write(name, text);
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  diff(...args: readonly string[]): Promise<Run> {
    return this.folder.run(['diff', ...args]);
  }

  remove(): void {
    this.folder.remove();
  }
}
