import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { plainTerms, type Terms } from '../../engine/checks/terms.ts';
import { type Examination, examine } from '../../engine/examine.ts';
import type { ReadText } from '../../engine/plan/project.ts';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.join(here, '../..');

/** The day on which plans of the tests are examined. */
export const terms: Terms = { ...plainTerms, today: '2026-12-01' };

/** A reader of these texts, by path. */
export function reader(texts: Readonly<Record<string, string>>): ReadText {
  return (wanted) => (Object.hasOwn(texts, wanted) ? texts[wanted] : undefined);
}

export function examineText(text: string, others: Readonly<Record<string, string>> = {}): Examination {
  return examine('plan.backupplan', reader({ 'plan.backupplan': text, ...others }), undefined, terms);
}

/** A reader of files of the repository, by their paths in it. */
export const readRepository: ReadText = (wanted) => {
  try {
    return readFileSync(path.join(root, wanted), 'utf8');
  } catch {
    return undefined;
  }
};

/** The codes of the findings that are about a plan being wrong or weak, with what each is about. */
export function codes({ findings }: Examination): string[] {
  return findings.map(({ code, about }) => (about === undefined ? code : `${code} ${about}`));
}
