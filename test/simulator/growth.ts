/** Months of UTC from January 2027 (0) on, and how sizes grow with them: assessment.md, section 9. */
import type { System } from '../../engine/plan/model.ts';

/** The first instants of the months that are looked at, and of the one after them. */
const STARTS = Array.from({ length: 37 }, (_, month) => Date.UTC(2027, month, 1) / 1000);

export function monthStart(month: number): number {
  return STARTS[month] ?? Number.POSITIVE_INFINITY;
}

/** The month of an instant; 0 for all that came before, the last for all that comes later. */
export function monthOf(instant: number): number {
  let month = 0;
  while (month < 35 && monthStart(month + 1) <= instant) month++;
  return month;
}

/** By what factor sizes and changes are larger in a month than the plan says. */
export function grownBy({ grows, size }: System, month: number): number {
  if (grows === undefined) return 1;
  const { fraction, bytes = 0, perMonths } = grows.value;
  return fraction === undefined ? 1 + (bytes * month) / perMonths / (size?.value ?? 1) : (1 + fraction) ** (month / perMonths);
}

/** A stretch of time cut where months begin that things grow in. */
export function byMonth(from: number, to: number): { readonly from: number; readonly to: number; readonly month: number }[] {
  const parts: { from: number; to: number; month: number }[] = [];
  for (let month = monthOf(from), start = from; start < to; month++) {
    const end = month === 35 ? to : Math.min(to, monthStart(month + 1));
    parts.push({ from: start, to: end, month });
    start = end;
  }
  return parts;
}
