import { sayRate } from '../../assess/say.ts';
import { longestGapOf } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Schedule, System } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import type { Check } from '../check.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { recoveries, secondsOf } from './late.ts';

const id = { code: 'rto-log-replay', severity: 'warning' } as const;

const DAY = 86400;
/** A replay that takes more of the target than this is what the recovery time is owed to. */
const SHARE = 0.5;

export const rtoLogReplay: Check = {
  ...id,
  group: 'recovery',
  summary: 'Most of the recovery time objective goes by in replaying the log.',
  implies: ['rto-unmeasured'],
  *run(context) {
    for (const system of context.judged) {
      const [worst] = recoveries(context, system.name).filter(
        ({ recovery }) => recovery.target !== undefined && secondsOf(recovery, 'replay') > SHARE * recovery.target,
      );
      const base = slowestBase(system);
      if (worst === undefined || base === undefined) continue;
      const { scenario, recovery } = worst;
      const replay = secondsOf(recovery, 'replay');
      const denser =
        base.seconds > 2 * DAY ? { every: DAY, text: 'A daily full' } : { every: base.seconds / 2, text: 'A full twice as often' };
      const message = `In ${scenario} up to ${duration(base.seconds)} of log have to be replayed to \`${system.name}\`, at ${sayRate(system.replayAt.value)}: that takes ${duration(replay)} of RTO ${durationAs(recovery.target ?? 0)}. ${denser.text} would make it ${duration((replay * denser.every) / base.seconds)}.`;
      const at = scenarioPlace(context.plan, scenario);
      const related = [
        { place: base.schedule.place, message: 'The log is replayed from the last of these restore points on.' },
        ...(at === undefined ? [] : [{ place: at, message: `It happens in ${scenario}.` }]),
      ];
      yield finding(id, placeOfTarget(system, recovery.targetPlace), message, { about: system.name, related });
    }
  },
};

interface Base {
  readonly schedule: Schedule;
  /** The longest time from one restore point to the next. */
  readonly seconds: number;
}

/** Of the block with a log whose restore points are furthest apart. */
function slowestBase({ blocks }: System): Base | undefined {
  return blocks
    .flatMap((block) => baseOf(block) ?? [])
    .reduce<Base | undefined>((most, each) => (each.seconds > (most?.seconds ?? 0) ? each : most), undefined);
}

function baseOf(block: BackupBlock): Base | undefined {
  if (!block.jobs.some(({ word }) => word === 'log')) return undefined;
  const schedules = block.jobs.flatMap(({ word, schedule }) =>
    word === 'log' || word === 'snapshot' || schedule === 'continuous' ? [] : [schedule],
  );
  const [schedule] = schedules;
  const seconds = longestGapOf(schedules)?.seconds;
  return schedule === undefined || seconds === undefined ? undefined : { schedule, seconds };
}
