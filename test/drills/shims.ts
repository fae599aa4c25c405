/** Stand-ins for programs that a script calls: they wait, cut their output short or write down their arguments, then do the real work. */
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runner } from './commands.ts';
import type { Host } from './generated.ts';
import { serverPrograms } from './server.ts';

export class Shims {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Puts a folder of stand-ins before the PATH of the server's scripts. */
  static async before(server: Host): Promise<Shims> {
    const folder = path.join(server.root, 'shims');
    const { uid, gid } = runner();
    await mkdir(folder);
    await chown(folder, uid, gid);
    // The programs of a server's version are put before the PATH later: the stand-ins come before those too.
    await appendFile(path.join(server.root, 'env'), `PATH='${folder}':$PATH\nBACKUPPLAN_PG_BIN='${folder}'\n`);
    return new Shims(folder);
  }

  /** `body` is shell text; `real "$@"` in it does the real work. */
  async put(program: string, body: string): Promise<void> {
    const file = path.join(this.folder, program);
    const real = [serverPrograms(), '/usr/bin', '/bin']
      .map((folder) => path.join(folder, program))
      .find((candidate) => existsSync(candidate));
    await writeFile(file, `#!/bin/bash\nreal() { ${real} "$@"; }\n${body}\n`);
    await chmod(file, 0o755);
  }

  /** The program says that it was called, and hangs. */
  async hang(program: string, when = 'true'): Promise<void> {
    await this.put(program, `if ${when}; then touch ${this.folder}/reached; sleep 60; fi\nreal "$@"`);
  }

  async remove(program: string): Promise<void> {
    await rm(path.join(this.folder, program), { force: true });
    await rm(path.join(this.folder, 'reached'), { force: true });
  }

  async reached(): Promise<void> {
    for (let turn = 0; turn < 300; turn++) {
      if (existsSync(path.join(this.folder, 'reached'))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the script never came to the program that should hang');
  }

  async note(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), 'utf8').catch(() => '');
  }
}
