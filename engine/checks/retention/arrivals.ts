import { longestGapOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Schedule } from '../../plan/model.ts';

/** The longest time between two restore points that come to a storage, as scheduled: seconds. Undefined where that cannot be told. */
export function arrivalInterval(block: BackupBlock, storage: string, met: readonly string[] = []): number | undefined {
  if (met.includes(storage)) return undefined;
  const own = block.jobs.filter(({ word, to, schedule }) => word !== 'log' && to === storage && schedule !== 'continuous');
  const ways = [
    longestGapOf(own.flatMap(({ schedule }): Schedule[] => (schedule === 'continuous' ? [] : [schedule])))?.seconds,
    ...block.copies
      .filter(({ to }) => to === storage)
      .map(({ from, schedule }) => {
        const made = arrivalInterval(block, from, [...met, storage]);
        const copied = 'form' in schedule ? longestGapOf([schedule])?.seconds : made;
        return made === undefined || copied === undefined ? undefined : Math.max(made, copied);
      }),
  ].filter((each) => each !== undefined);
  return ways.length === 0 ? undefined : Math.min(...ways);
}

/** Whether a storage is only a stop on the way: what is kept there for so many seconds has been moved on by then. */
export function isMovedOn({ copies }: BackupBlock, storage: string, stay: number): boolean {
  return copies.some(({ move, from, schedule }) => {
    if (!move || from !== storage) return false;
    const gap = 'form' in schedule ? longestGapOf([schedule])?.seconds : 0;
    return gap !== undefined && withoutClockChange(gap) <= stay;
  });
}

const DAY = 86400;

/** An interval of days without the hour by which clocks that go back lengthen it. */
export function withoutClockChange(seconds: number): number {
  const rest = seconds % DAY;
  return seconds > DAY && rest <= 3600 ? seconds - rest : seconds;
}
