/** Runs a command line in this process, in a throw-away folder, and gives what a person would see. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export class Folder {
  readonly path: string;

  constructor(at = mkdtempSync(path.join(os.tmpdir(), 'backupplan-cli-'))) {
    this.path = at;
  }

  /** A folder below this one to work in. */
  within(name: string): Folder {
    return new Folder(path.join(this.path, name));
  }

  write(name: string, text: string | Uint8Array): string {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** With `typed` a person sits at a terminal and types these lines. */
  async run(
    args: readonly string[],
    options: { input?: string; color?: boolean; columns?: number; today?: string; now?: number; typed?: readonly string[] } = {},
  ): Promise<Run> {
    // As the commands are: mocha may read this file as CommonJS, and what is imported then twice would not know its own errors again.
    const { main } = await import('../../cli/main.ts');
    const lines = [...(options.typed ?? [])];
    let out = '';
    let err = '';
    const code = await main(args, {
      cwd: this.path,
      env: {},
      color: options.color ?? false,
      columns: options.columns,
      today: () => options.today ?? '2026-12-01',
      now: () => options.now ?? Date.parse('2026-12-01T12:00:00Z') / 1000,
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      input: () => options.input ?? '',
      prompt:
        options.typed === undefined
          ? undefined
          : async () => ({
              ask: async (question) => {
                out += question;
                return lines.shift();
              },
              close: () => undefined,
            }),
    });
    return { code, out, err };
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
