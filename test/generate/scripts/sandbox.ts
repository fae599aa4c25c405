/** A machine to run scripts on that is thrown away: the real one below, with whatever is written on top of it kept apart and looked at. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where programs are that stand in for others, and what they and the runs have left behind. */
export const SANDBOX = '/sandbox';

export interface Ran {
  readonly command: readonly string[];
  readonly code: number;
  readonly output: string;
}

export interface Happened {
  readonly runs: readonly Ran[];
  /** Every file, folder and link that was written, changed or removed, by its path on that machine. */
  readonly touched: readonly string[];
  /** What the stand-ins were called with, their name first. */
  readonly calls: readonly (readonly string[])[];
}

/** Seconds that a run may take. */
const LONGEST = 60;

/**
 * Runs commands one after the other, without a network and with a process table of their own. `files` lie on the machine already;
 * `standIns` are programs that only write down how they were called. Needs root, or a system that lets users make namespaces.
 */
export function inSandbox(
  files: ReadonlyMap<string, { readonly text: string; readonly mode: number }>,
  standIns: readonly string[],
  commands: readonly (readonly string[])[],
): Happened {
  const folder = mkdtempSync(path.join(tmpdir(), 'bp-sandbox-'));
  try {
    const put = (name: string, text: string, mode: number): void => {
      const file = path.join(folder, 'given', name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      chmodSync(file, mode);
    };
    for (const [name, { text, mode }] of files) put(name, text, mode);
    for (const name of standIns) put(`${SANDBOX}/programs/${name}`, STAND_IN, 0o755);
    for (const name of ['home', 'here', 'runs']) put(`${SANDBOX}/${name}/.given`, '', 0o644);
    const words = commands.map((command) => command.map(quoted).join(' '));
    put(`${SANDBOX}/all`, `#!/bin/bash\n${words.map((command, index) => run(command, index)).join('\n')}\n`, 0o755);
    const out = path.join(folder, 'out');
    mkdirSync(out);
    const root = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const { status, stderr } = spawnSync(
      'unshare',
      [...root, '--mount', '--net', '--pid', '--ipc', '--fork', 'bash', '-c', MACHINE, 'bash', folder],
      {
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`the sandbox cannot be made: it needs root, or users who may make namespaces\n${stderr}`);
    const list = (name: string): string[] => readFileSync(path.join(out, name), 'utf8').split('\0').slice(0, -1);
    const codes = list('codes').map(Number);
    const outputs = list('outputs');
    const calls = readFileSync(path.join(out, 'calls'), 'utf8').split('\0\n').slice(0, -1);
    return {
      runs: commands.map((command, index) => ({ command, code: codes[index] ?? -1, output: outputs[index] ?? '' })),
      touched: list('touched'),
      calls: calls.map((call) => call.split('\0')),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const STAND_IN = `#!/bin/bash
printf '%s\\0' "\${0##*/}" "$@" >>${SANDBOX}/runs/calls
printf '\\n' >>${SANDBOX}/runs/calls
`;

function run(command: string, index: number): string {
  const environment = `HOME=${SANDBOX}/home PATH=${SANDBOX}/programs:/usr/bin:/bin:/usr/sbin:/sbin`;
  return `cd ${SANDBOX}/here; env -i ${environment} timeout -k 5 ${LONGEST} ${command} >${SANDBOX}/runs/${index} 2>&1 </dev/null
printf '%s\\0' $? >>${SANDBOX}/runs/codes`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Its argument is a folder with what is `given`; what has happened is written to `out` in it. */
const MACHINE = `set -eu
layers=$1/layers
mkdir "$layers"
mount -t tmpfs none "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
cp -a "$1/given" "$layers/given"
mount -t overlay none -o "lowerdir=$layers/given:/,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
mount --rbind /dev "$layers/root/dev"
mount -t proc none "$layers/root/proc"
chroot "$layers/root" ${SANDBOX}/all
runs=$layers/upper${SANDBOX}/runs
cp "$runs/codes" "$1/out/codes"
touch "$runs/calls"
cp "$runs/calls" "$1/out/calls"
count=$(tr -cd '\\0' <"$runs/codes" | wc -c)
for ((index = 0; index < count; index++)); do tr -d '\\0' <"$runs/$index"; printf '\\0'; done >"$1/out/outputs"
cd "$layers/upper"
find . -mindepth 1 -printf '/%P\\0' >"$1/out/touched"
`;
