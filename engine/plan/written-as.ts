/** Quantities as a plan would write them: exact, so that the text can be pasted into the plan and means the same. */
import type { Money, RuleForm, Span } from './model.ts';

const sizes = [
  ['PB', 1e15],
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

/** `120 GB`: the largest unit in which six digits say it. */
export function sizeAs(bytes: number): string {
  for (const [unit, factor] of sizes) {
    const amount = bytes / factor;
    if (amount >= 1 && Number(amount.toPrecision(6)) === amount) return `${amount} ${unit}`;
  }
  return `${bytes} B`;
}

/** `25 MB/s`. A rate that is only short by the day is written by the day: `6 GB/day`. */
export function rateAs(bytesPerSecond: number): string {
  const perSecond = sizeAs(bytesPerSecond);
  const perDay = sizeAs(Math.round(bytesPerSecond * 86400));
  return perSecond.length <= perDay.length ? `${perSecond}/s` : `${perDay}/day`;
}

/** `0s`, `40m`, `12h`, `1h30m`, `30 days`. */
export function durationAs(seconds: number): string {
  if (seconds !== 0 && seconds % 86400 === 0) return counted(seconds / 86400, 'day');
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const text = parts.flatMap(([amount, unit]) => (amount === 0 ? [] : `${amount}${unit}`)).join('');
  return text === '' ? '0s' : text;
}

/** `12 months`, `1 year`, `30 days`; a mixed length as the sum that it is: `1 year 6 months`. */
export function spanAs(span: Span): string {
  const parts: string[] = [];
  if (span.years !== 0) parts.push(counted(span.years, 'year'));
  if (span.months !== 0) parts.push(counted(span.months, 'month'));
  if (span.seconds !== 0 || parts.length === 0) parts.push(durationAs(span.seconds));
  return parts.join(' ');
}

/** `daily for 30 days`, `12 monthly`, `14 days`, `forever`. */
export function ruleAs(rule: RuleForm): string {
  switch (rule.rule) {
    case 'period-for':
      return `${rule.period} for ${spanAs(rule.span)}`;
    case 'count':
      return `${rule.count} ${rule.period}`;
    case 'span':
      return spanAs(rule.span);
    case 'forever':
      return 'forever';
  }
}

/** A price per byte, by the gigabyte: `0.0125 USD/GB`. */
export function priceAs(perByte: Money): string {
  return `${Number((perByte.amount * 1e9).toPrecision(12))} ${perByte.currency}/GB`;
}

export function percentAs(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
