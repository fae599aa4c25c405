/** The months that bytes and cost are told for, and how sizes grow from one to the next (assessment §9). */
import type { System } from '../../plan/model.ts';
import { civilOf, DAY, dayNumber } from '../schedule/calendar.ts';

/** A figure for each month that is shown: January 2027, December 2027 and December 2029, in UTC. */
export interface PerMonth<T> {
  readonly month1: T;
  readonly month12: T;
  readonly month36: T;
}

export const monthKeys = ['month1', 'month12', 'month36'] as const;

/** The months that are shown, counted from January 2027. */
export const monthsShown: PerMonth<number> = { month1: 0, month12: 11, month36: 35 };

export function perMonth<T>(work: (key: keyof PerMonth<unknown>, month: number) => T): PerMonth<T> {
  const { month1, month12, month36 } = monthsShown;
  return { month1: work('month1', month1), month12: work('month12', month12), month36: work('month36', month36) };
}

/** The first instant of a month of UTC; 0 is January 2027. */
export function monthStart(month: number): number {
  return dayNumber(2027 + Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1) * DAY;
}

/** How often sizes have grown by an instant: the month it lies in, 0 for all before February 2027. */
export function monthOf(instant: number): number {
  const { year, month } = civilOf(Math.floor(instant / DAY));
  return Math.max(0, (year - 2027) * 12 + month - 1);
}

/** The months after the first up to the horizon. */
export const laterMonths: readonly number[] = Array.from({ length: 35 }, (_, index) => index + 1);

/**
 * By what factor the size of a system is larger in a month than the plan says; what changes grows with it. A percentage compounds, a
 * number of bytes adds up. Undefined where a number of bytes would have to be set against a size that is not known.
 */
export function growthOf({ grows, size }: System): ((month: number) => number) | undefined {
  if (grows === undefined) return () => 1;
  const { fraction, bytes = 0, perMonths } = grows.value;
  if (fraction !== undefined) return (month) => (1 + fraction) ** (month / perMonths);
  if (size === undefined) return undefined;
  return (month) => 1 + (size.value === 0 ? 0 : (bytes * month) / perMonths / size.value);
}
