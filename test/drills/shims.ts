/** Stand-ins for programs that a script calls: they wait, cut their output short or write down their arguments, then do the real work. */
import { existsSync } from 'node:fs';
import { appendFile, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runner } from './commands.ts';
import type { Host } from './generated.ts';
import { serverPrograms } from './server.ts';

/** A moment in a run: at the how manieth call of a program, and when in that call. */
export interface Instant {
  readonly call: number;
  /** A number: milliseconds after it began. */
  readonly at: 'before' | 'after' | number;
}

export class Shims {
  readonly folder: string;

  /** Where the real programs are looked for. */
  readonly #places: readonly string[];

  private constructor(folder: string, programs?: string) {
    this.folder = folder;
    this.#places = [...(programs === undefined ? [] : [programs]), serverPrograms(), '/usr/bin', '/usr/sbin', '/bin'];
  }

  /** Puts a folder of stand-ins before the PATH of the host's scripts. */
  static async before(host: Host & { readonly programs?: string }): Promise<Shims> {
    const folder = path.join(host.root, 'shims');
    const { uid, gid } = runner();
    await mkdir(folder);
    await chown(folder, uid, gid);
    // The programs of a server's version are put before the PATH later: the stand-ins come before those too.
    const own = host.programs === undefined ? '' : `:'${host.programs}'`;
    await appendFile(
      path.join(host.root, 'env'),
      `PATH='${folder}'${own}:$PATH\nBACKUPPLAN_PG_BIN='${folder}'\nBACKUPPLAN_MYSQL_BIN='${folder}'\n`,
    );
    return new Shims(folder, host.programs);
  }

  /** `body` is shell text; `real "$@"` in it does the real work. */
  async put(program: string, body: string): Promise<void> {
    const file = path.join(this.folder, program);
    const real = this.#places.map((folder) => path.join(folder, program)).find((candidate) => existsSync(candidate));
    await writeFile(file, `#!/bin/bash\nreal() { ${real} "$@"; }\n${body}\n`);
    await chmod(file, 0o755);
  }

  /** The program says that it was called, and hangs. */
  async hang(program: string, when = 'true'): Promise<void> {
    await this.put(program, `if ${when}; then touch ${this.folder}/reached; sleep 60; fi\nreal "$@"`);
  }

  /**
   * At a call of the program, counted among those where `when` holds, it says `reached` and waits for `go`: before it does its work, some
   * milliseconds after it began, or when it is done. Then it goes on to its end.
   */
  async stop(program: string, when: string, { call, at }: Instant): Promise<void> {
    const pause = `touch ${this.folder}/reached; until [[ -e ${this.folder}/go ]]; do /bin/sleep 0.02; done`;
    const stop = {
      before: `${pause}\nreal "$@"`,
      after: `code=0; real "$@" || code=$?\n${pause}\nexit $code`,
    };
    const during = `real "$@" <&0 &\n/bin/sleep ${Number(at) / 1000}\n${pause}\nwait $!`;
    await this.put(
      program,
      `count() { [[ ! -e ${this.folder}/calls ]] || read -r calls <${this.folder}/calls; echo $((\${calls:-0} + 1)) >${this.folder}/calls; }
if ! { ${when}; }; then real "$@"; exit; fi
count
if [[ $(<${this.folder}/calls) != ${call} ]]; then real "$@"; exit; fi
${typeof at === 'number' ? during : stop[at]}`,
    );
  }

  /** What was stopped goes on. */
  async go(): Promise<void> {
    await writeFile(path.join(this.folder, 'go'), '', { mode: 0o644 });
  }

  async remove(program: string): Promise<void> {
    for (const name of [program, 'reached', 'calls', 'go']) await rm(path.join(this.folder, name), { force: true });
  }

  async reached(): Promise<void> {
    for (let turn = 0; turn < 6000; turn++) {
      if (existsSync(path.join(this.folder, 'reached'))) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('the script never came to the program that should hang');
  }

  async note(name: string): Promise<string> {
    return readFile(path.join(this.folder, name), 'utf8').catch(() => '');
  }
}
