/** Which restore points lie on a storage a year into the plan: the calendar of what a `keep` leaves. */
import { monthStart } from '../../engine/assess/bytes/months.ts';
import type { Reach } from '../../engine/assess/retention/reach.ts';
import { capturesOn } from '../../engine/assess/retention/there.ts';
import { sayDate } from '../../engine/assess/say.ts';
import { zoneOf } from '../../engine/assess/schedule/calendar.ts';
import type { Examination } from '../../engine/examine.ts';
import type { System } from '../../engine/plan/model.ts';

/** Points older than so many months are told by the year. */
const monthsShown = 12;

/** A Markdown table: how many points of each month are there as 2028 begins. */
export function survivors(
  { plan, catalogue }: Examination,
  system: System,
  { block: index, storage }: Pick<Reach, 'block' | 'storage'>,
): string {
  const zone = plan.timezone.value;
  const at = zoneOf(zone).instant(monthStart(12));
  const block = system.blocks[index];
  const captures = block === undefined ? [] : capturesOn(plan, system, block, storage, at, catalogue);
  const head = `What is on ${storage} of ${system.name} on ${sayDate(at, zone)}, a year into the plan:`;
  if (captures.length === 0) return `${head} nothing.`;
  const months = captures.map((capture) => sayDate(capture, zone).replace(/^\d+ /, ''));
  const recent = new Set([...new Set(months)].slice(0, monthsShown));
  const rows = new Map<string, number[]>();
  for (const [index, month = ''] of months.entries()) {
    const row = recent.has(month) ? month : month.replace(/^\w+ /, '');
    const known = rows.get(row) ?? [];
    known.push(captures[index] ?? 0);
    rows.set(row, known);
  }
  const told = [...rows].map(([period, of]) => `| ${period} | ${of.length} | ${stretch(of, zone)} |`);
  return [head, ['| captured in | restore points | of |', '|---|---|---|', ...told].join('\n')].join('\n\n');
}

function stretch(captures: readonly number[], zone: string): string {
  const [newest = 0, oldest = newest] = [captures[0], captures.at(-1)];
  const [first, last] = [sayDate(oldest, zone), sayDate(newest, zone)];
  return first === last ? first : `${first} to ${last}`;
}
