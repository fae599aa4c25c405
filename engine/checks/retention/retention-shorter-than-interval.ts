import type { BackupBlock, System } from '../../plan/model.ts';
import { pointStorages } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { firstTime } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { arrivalInterval, isMovedOn, withoutClockChange } from './arrivals.ts';
import { addRule, longestStay, rulesOn } from './rules.ts';

const id = { code: 'retention-shorter-than-interval', severity: 'error' } as const;

const DAY = 86400;
export const retentionShorterThanInterval: Check = {
  ...id,
  group: 'retention',
  summary: 'Restore points are kept for less time than it takes until the next one comes.',
  implies: ['retention-can-empty', 'lock-longer-than-keep'],
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        for (const storage of pointStorages(block)) {
          const found = report(context, system, block, storage);
          if (found !== undefined && isFirst(found)) yield found;
        }
      }
    }
  },
};

function report(context: CheckContext, system: System, block: BackupBlock, storage: string): Finding | undefined {
  const rules = rulesOn(block, storage);
  const age = longestStay(context, block, storage);
  const longest = arrivalInterval(block, storage);
  const [first] = rules;
  if (age === undefined || longest === undefined || first === undefined) return undefined;
  const interval = withoutClockChange(longest);
  if (age >= interval || isMovedOn(block, storage, age)) return undefined;
  const without = duration(interval - age);
  const comes = block.jobs.find(({ to }) => to === storage) ?? block.copies.find(({ to }) => to === storage);
  const message = `Restore points of \`${system.name}\` are kept on ${storage} for ${duration(age)}, and the next one comes after ${duration(interval)}: for ${without} of every ${duration(interval)} there is none, unless pruning waits for the next run. Keep them for longer than that, or say \`3 last\`.`;
  const longer = `${Math.ceil((2 * interval) / DAY)} days`;
  return finding(id, first.keep.place, message, {
    about: system.name,
    related: comes === undefined ? [] : [{ place: comes.place, message: `This brings one every ${duration(interval)}.` }],
    fixes: [longer, '3 last'].map((rule) => ({ title: `Add \`${rule}\``, edits: addRule(first.keep, rule), safe: false })),
  });
}
