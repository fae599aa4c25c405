/** What there is to say about the code of a finding, with its page: only some formats ask, and all pages are a long text. */
import { checksFor } from '../engine/checks/all.ts';
import type { Finding } from '../engine/checks/finding.ts';
import { catalogueFor } from '../workspace/catalogue.ts';
import { pageOf } from './pages.ts';
import type { Rule } from './report/report.ts';

export function ruleOf({ code, file }: Finding): Rule {
  const catalogue = catalogueFor(file);
  const check = checksFor(catalogue).find((candidate) => candidate.code === code);
  return { group: check?.group ?? 'language', summary: check?.summary ?? code, page: pageOf(code, catalogue) ?? code };
}
