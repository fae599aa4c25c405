/** The plans that the fuzz tests start from. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
export const plans: readonly string[] = ['examples', 'test/worked'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
);
