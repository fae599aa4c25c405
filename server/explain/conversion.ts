/** A quantity of the plan in other units. */
import { sayDuration, sayRate, saySize } from '../../engine/assess/say.ts';
import { spanSeconds } from '../../engine/plan/model.ts';
import type { Value } from '../../grammar/tree.ts';

const DAY = 86400;

/** Markdown; undefined for values that have no unit, and where other units say nothing new. */
export function conversion(value: Value): string | undefined {
  switch (value.type) {
    case 'duration': {
      const seconds = spanSeconds(value.span);
      const calendar = value.span.years > 0 || value.span.months > 0;
      const exact = `${grouped(seconds)} s`;
      return calendar
        ? `On the calendar; as a length ${sayDuration(seconds)} (${exact}), a month being 30 days and a year 365.`
        : `${sayDuration(seconds)} = ${grouped(round(seconds / 3600))} h = ${exact}`;
    }
    case 'size':
      return `${saySize(value.bytes)} = ${binary(value.bytes)} = ${grouped(value.bytes)} B`;
    case 'rate': {
      const perSecond = value.bytesPerSecond;
      return `${sayRate(perSecond)} = ${round((perSecond * 8) / 1e6)} Mbit/s = ${saySize(perSecond * 3600)}/h = ${saySize(perSecond * DAY)}/day`;
    }
    default:
      return undefined;
  }
}

function binary(amount: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = amount;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${round(value)} ${units[unit]}`;
}

function round(amount: number): number {
  return Number(amount.toPrecision(3));
}

/** With a thin gap between thousands. */
function grouped(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, '\u202f');
}
