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

export const fixtures = path.join(here, 'fixtures');

const known = new Map<string, Examination>();

/** A text of the fixtures, by its path in their folder. */
export const readFixture: ReadText = (wanted) => {
  try {
    return readFileSync(path.join(fixtures, wanted), 'utf8');
  } catch {
    return undefined;
  }
};

/** What is found in a fixture, on the day that it gives with `# On 2028-01-01`. Several tests ask for the same. */
export function examineFixture(file: string): Examination {
  const today = /^# On (\d{4}-\d\d-\d\d)/m.exec(readFixture(file) ?? '')?.[1] ?? terms.today;
  const examination = known.get(file) ?? examine(file, readFixture, undefined, { ...terms, today });
  known.set(file, examination);
  return examination;
}

/** The day on which the plans of a check's page are read. */
export function dayOf(code: string): Terms['today'] {
  return code === 'stale-prices' ? '2028-01-01' : terms.today;
}

/** The plans in a section of a check's page: the plan, and the files beside it that a fence names. */
export function plansOf(page: string, heading: string): Record<string, string> {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const found: Record<string, string> = {};
  for (const [, name, text = ''] of section.matchAll(/^```backupplan(?: (\S+))?\n([\s\S]*?)^```$/gm))
    found[name ?? 'plan.backupplan'] = text;
  return found;
}

/** The codes of the findings that are about a plan being wrong or weak, with what each is about. */
export function codes({ findings }: Examination): string[] {
  return findings.map(({ code, about }) => (about === undefined ? code : `${code} ${about}`));
}
