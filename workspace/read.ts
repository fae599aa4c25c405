import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Bytes. A plan of a thousand systems is a tenth of it. */
export const LARGEST_TEXT = 8_000_000;

/**
 * The text of a file (a path or a `file:` URI), byte order mark included; undefined where there is none or it cannot be read. Waits for
 * nothing: of pipes and devices nothing is read, nor of a file that is larger than a text of ours can be.
 */
export function readText(path: string): string | undefined {
  try {
    return textAt(path.startsWith('file:') ? fileURLToPath(path) : path);
  } catch {
    return undefined;
  }
}

/** As `readText`, of a path alone; throws the system's error, and one of ours for what is no file or too large. */
export function textAt(file: string): string {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw Object.assign(new Error('it is no file'), { code: stat.isDirectory() ? 'EISDIR' : 'EINVAL' });
    if (stat.size > LARGEST_TEXT) throw Object.assign(new Error('it is too large'), { code: 'EFBIG' });
    // Files of the system (`/proc`) say that they are empty, and are not: of them nothing is read either.
    const bytes = Buffer.alloc(stat.size);
    let done = 0;
    for (let more = -1; more !== 0 && done < bytes.length; done += more) more = readSync(handle, bytes, done, bytes.length - done, done);
    return bytes.toString('utf8', 0, done);
  } finally {
    closeSync(handle);
  }
}
