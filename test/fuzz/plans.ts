/** The plans that the fuzz tests start from: all examples and worked plans. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
export const plans: readonly string[] = ['examples', 'test/worked'].flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.backupplan'))
    .map((name) => readFileSync(path.join(root, folder, name), 'utf8')),
);

/** Those of them that are quick to assess, so that many can be: jobs of a day or a week, without a log that is copied every hour. */
export const quickPlans: readonly string[] = plans.filter(
  (text) => !/^\s*(log|copy +every|copy +hourly|full +every|snapshot)\b/m.test(text),
);
