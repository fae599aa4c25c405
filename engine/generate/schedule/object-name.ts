import { fileName } from '../scripts/names.ts';

/** The controller adds eleven characters to a CronJob's name, and a Job's may have 63. */
const LONGEST_NAME = 52;

/** A name that Kubernetes takes: small letters, digits and hyphens, not too long, and different for different texts. */
export function objectName(text: string): string {
  const small = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (small === text.replaceAll('/', '-') && small.length <= LONGEST_NAME) return small;
  const hash = fileName(`${text} `).slice(-8);
  return `${small.slice(0, LONGEST_NAME - 9).replace(/-$/, '')}-${hash}`;
}
