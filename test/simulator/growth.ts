/** Months of UTC from January 2027 (0) on, and how sizes grow with them: assessment.md, section 9. */
import type { System } from '../../engine/plan/model.ts';

/** One after the last that is looked at. */
export const MONTHS = 36;

export function monthStart(month: number): number {
  return Date.UTC(2027, month, 1) / 1000;
}

/** The month of an instant; 0 for all that came before. */
export function monthOf(instant: number): number {
  const date = new Date(instant * 1000);
  return Math.max(0, (date.getUTCFullYear() - 2027) * 12 + date.getUTCMonth());
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
  for (let month = 0; month < MONTHS; month++) {
    const start = Math.max(from, month === 0 ? Number.NEGATIVE_INFINITY : monthStart(month));
    const end = Math.min(to, month === MONTHS - 1 ? Number.POSITIVE_INFINITY : monthStart(month + 1));
    if (start < end) parts.push({ from: start, to: end, month });
  }
  return parts;
}
