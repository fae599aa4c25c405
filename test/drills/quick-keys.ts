/**
 * The key of a restic repository takes half a second of reckoning in every call of restic: as many rounds as the machine that made it does
 * in that time. To an `init` that is halted nine tenths of the time this machine seems slow, and it takes few rounds.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Host } from './generated.ts';

const restic = `#!/bin/bash
[[ " $* " == *' init '* ]] || exec /usr/bin/restic "$@"
/usr/bin/restic "$@" <&0 &
while kill -STOP $! 2>/dev/null; do /bin/sleep 0.02; kill -CONT $!; /bin/sleep 0.002; done
wait $!
`;

/** Puts a stand-in for restic before the PATH of the host's scripts, that makes repositories with quick keys. */
export function quickKeys({ root }: Host): void {
  const folder = path.join(root, 'quick-keys');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'restic'), restic, { mode: 0o755 });
  appendFileSync(path.join(root, 'env'), `PATH='${folder}':$PATH\n`);
}
