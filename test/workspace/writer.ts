/** A writer in a process of its own: `writer.ts FOLDER FILES FAULT`. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { WriteError } from '../../workspace/problem.ts';
import { writeArtifacts } from '../../workspace/write.ts';
import { artifacts, tree } from './scratch.ts';

const [folder = '', files = '{}', fault = 'plain'] = process.argv.slice(2);
/** Bytes that a tmpfs gives out at a time. */
const BLOCK = 4096;
const wanted = artifacts(JSON.parse(files));

/** At the nth rename or removal this process gets a signal: SIGKILL is the last that it hears. */
function killAt(nth: number, signal: string): void {
  let count = 0;
  const dieFirst =
    <A extends unknown[], R>(real: (...args: A) => R) =>
    (...args: A): R => {
      count++;
      if (count === nth) process.kill(process.pid, signal);
      return real(...args);
    };
  fs.renameSync = dieFirst(fs.renameSync);
  fs.unlinkSync = dieFirst(fs.unlinkSync);
  syncBuiltinESMExports();
}

if (fault.startsWith('SIG')) {
  const [signal = '', nth] = fault.split(' ');
  killAt(Number(nth), signal);
  writeArtifacts(folder, wanted);
} else {
  if (fault.startsWith('fill')) {
    writeArtifacts(folder, artifacts({ 'a.sh': 'old a' }));
    const ballast = fs.openSync(path.join(folder, 'ballast'), 'w');
    try {
      for (;;) fs.writeSync(ballast, Buffer.alloc(512));
    } catch {
      fs.ftruncateSync(ballast, fs.fstatSync(ballast).size - Number(fault.slice('fill'.length)) * BLOCK);
      fs.closeSync(ballast);
    }
  }
  const was = JSON.stringify(tree(folder));
  try {
    writeArtifacts(folder, wanted);
    process.stdout.write(JSON.stringify({ fault: 'none' }));
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    process.stdout.write(JSON.stringify({ fault: error.fault, same: JSON.stringify(tree(folder)) === was }));
  }
}
