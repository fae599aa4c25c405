/** The page of a code: of a check, of a compliance pack or of one of its rules. */

import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { compliancePage } from '../engine/checks/compliance/pages.ts';
import { pages } from '../engine/checks/pages.generated.ts';

/** Markdown; undefined where there is no such code. */
export function pageOf(code: string, catalogue: Catalogue): string | undefined {
  return (Object.hasOwn(pages, code) ? pages[code] : undefined) ?? compliancePage(catalogue, code);
}
