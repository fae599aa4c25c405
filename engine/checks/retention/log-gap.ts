import { longestGapOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Place, Schedule } from '../../plan/model.ts';
import { spanSeconds } from '../../plan/model.ts';
import { durationAs, spanAs } from '../../plan/written-as.ts';
import { storagesWith } from '../backups.ts';
import type { Check } from '../check.ts';
import { firstTime } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { withoutClockChange } from './arrivals.ts';
import { keepLogsOn, rulesOn } from './rules.ts';

const id = { code: 'log-gap', severity: 'error' } as const;

const DAY = 86400;

interface Needed {
  readonly seconds: number;
  readonly text: string;
  readonly place: Place;
  readonly because: string;
}

export const logGap: Check = {
  ...id,
  group: 'retention',
  summary: 'The log is pruned sooner than the restore points that it belongs to.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const block of system.blocks) {
        for (const storage of storagesWith(block, 'log')) {
          const logs = keepLogsOn(block, storage);
          const needed = neededOn(block, storage);
          if (logs === undefined || logs.span === 'forever' || needed === undefined) continue;
          if (spanSeconds(logs.span) >= needed.seconds || !isFirst(logs.place)) continue;
          const message = `The log of \`${system.name}\` is kept on ${storage} for ${spanAs(logs.span)}, and ${needed.because}. Say \`keep logs ${needed.text}\`.`;
          const on = logs.on === undefined ? '' : `on ${logs.on} `;
          const statement = `keep logs ${on}${needed.text}`;
          yield finding(id, logs.place, message, {
            about: system.name,
            related: [{ place: needed.place, message: 'These restore points need the log.' }],
            fixes: [
              {
                title: `Replace with \`${statement}\`: ${needed.text} of log instead of ${spanAs(logs.span)}`,
                edits: [{ ...logs.place, text: statement }],
                safe: false,
              },
            ],
          });
        }
      }
    }
  },
};

/** For how long the log is needed: as long as a rule keeps every restore point, and at least from one to the next. */
function neededOn(block: BackupBlock, storage: string): Needed | undefined {
  const every = rulesOn(block, storage)
    .flatMap(({ rule, place }) =>
      rule.rule === 'span'
        ? [
            {
              seconds: spanSeconds(rule.span),
              text: spanAs(rule.span),
              place,
              because: `every restore point for ${spanAs(rule.span)}: from the older ones only their own instant can be restored`,
            },
          ]
        : [],
    )
    .toSorted((a, b) => b.seconds - a.seconds)[0];
  const bases = block.jobs.filter(({ word, schedule }) => word !== 'log' && word !== 'snapshot' && schedule !== 'continuous');
  const seconds = longestGapOf(bases.flatMap(({ schedule }): Schedule[] => (schedule === 'continuous' ? [] : [schedule])))?.seconds;
  const [base] = bases;
  if (seconds === undefined || base === undefined || (every?.seconds ?? 0) >= seconds) return every;
  const text = durationAs((Math.ceil(seconds / DAY) + 1) * DAY);
  return {
    seconds,
    text,
    place: base.place,
    because: `the next restore point comes after ${duration(withoutClockChange(seconds))}: until then the log that leads on from the last one is gone, and only that one itself can be restored`,
  };
}
