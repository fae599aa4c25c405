import { code } from '../markdown/escape.ts';
import type { Source } from '../source.ts';

/** What the figures leave out, so that nobody takes them for the whole bill. */
export function notIncluded({ plan }: Source): string {
  const lines = [
    'Requests to object stores, taxes, discounts and free allowances.',
    'People, licences, and the machines that backups, tests and recoveries run on.',
    'What a network charges for bytes on their way; egress is in the figures only where a storage bills it.',
    ...(plan.standardScenarios ? [] : ['What the outage itself costs: that is in the strategy, where the plan says it.']),
    `What a storage costs that is paid for as a whole, unless the plan says so with ${code('fee 40 USD/month')}.`,
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}
