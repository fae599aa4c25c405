/** Reads files that somebody else wrote: none of them is run, and none takes more room than a configuration needs. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { systemCode } from './problem.ts';

/** Bytes. Configurations and scripts are a hundredth of it. */
const LARGEST = 1_000_000;
const LONGEST_LINE = 20_000;

/** The text of a file, or why it is not read. Waits for nothing: of pipes and devices nothing is read. */
export function readSmall(file: string): { readonly text: string } | { readonly problem: string } {
  let handle: number | undefined;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { problem: 'it is no file' };
    if (stat.size > LARGEST) return { problem: `it is larger than a configuration can be (${Math.ceil(stat.size / 1e6)} MB)` };
    const bytes = Buffer.alloc(LARGEST);
    return checked(bytes.subarray(0, readSync(handle, bytes, 0, LARGEST, 0)).toString('utf8'));
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return { problem: code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})` };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** As `readSmall`, of a text that is there already. */
export function checked(text: string): { readonly text: string } | { readonly problem: string } {
  if (text.length > LARGEST) return { problem: 'it is larger than a configuration can be' };
  if (text.includes('\0')) return { problem: 'it is no text' };
  const lines = text.split('\n');
  const long = lines.findIndex((line) => line.length > LONGEST_LINE);
  if (long !== -1) return { problem: `line ${long + 1} is ${lines[long]?.length} characters long, which no configuration needs` };
  return { text: text.replace(/^\ufeff/u, '') };
}
