import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text of a file (a path or a `file:` URI), byte order mark included; undefined where there is none or it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path.startsWith('file:') ? fileURLToPath(path) : path, 'utf8');
  } catch {
    return undefined;
  }
}
