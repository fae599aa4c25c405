import { where } from '../findings.ts';
import { code, message } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';

/** Checks that find bytes that are paid for and of no use. */
const WASTE = new Set([
  'minimum-duration',
  'lock-longer-than-keep',
  'redundant-keep',
  'log-kept-long',
  'chain-too-long',
  'retention-missing',
]);

export function wasted(source: Source): string {
  const found = source.findings.filter((finding) => WASTE.has(finding.code));
  if (found.length === 0)
    return 'Nothing of the kind is found: no bytes that are billed beyond their time, kept by a rule without effect or held by a lock alone.';
  return table(
    ['Finding', 'What it says', 'Where'],
    found.map((finding) => [code(finding.code), message(finding.message), where(source, finding)]),
  );
}
