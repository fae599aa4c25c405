import { saySize } from '../../assess/say.ts';
import { type BackupBlock, type System, spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { storagesWith } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertionNear } from '../edits.ts';
import type { Finding } from '../finding.ts';
import { oncePerBlock } from '../places.ts';
import { finding } from '../report.ts';
import { duration, listed } from '../words.ts';
import { keepLogsOn, longestStay, type Rule, rulesOn } from './rules.ts';

const id = { code: 'log-kept-long', severity: 'info' } as const;

const DAY = 86400;
/** As long as anybody asks for an instant, where no rule keeps a point a day. */
const USUAL = 14 * DAY;
/** Less log than this, in bytes, or than this many times the system, is not worth a word. */
const LITTLE = { bytes: 1e12, times: 10 };

export const logKeptLong: Check = {
  ...id,
  group: 'retention',
  summary: 'Log is kept for as long as the oldest restore point, and takes up most of the room.',
  run: (context) => oncePerBlock(context, report),
};

function report(context: CheckContext, system: System, block: BackupBlock): Finding | undefined {
  const job = block.jobs.find(({ word }) => word === 'log');
  const { logs, size, compresses } = system;
  if (job === undefined || logs === undefined || size === undefined) return undefined;
  const rate = logs.value * compresses.value;
  const long = [...storagesWith(block, 'log')]
    .filter((storage) => !isBroughtByOthers(block, storage))
    .filter((storage) => keepLogsOn(block, storage) === undefined)
    .map((storage) => ({
      storage,
      stay: longestStay(context, block, storage) ?? 0,
      asked: Math.max(...rulesOn(block, storage).map(askedFor), USUAL),
    }))
    .filter(({ stay, asked }) => Number.isFinite(stay) && stay > 2 * asked)
    .filter(({ stay }) => rate * stay > LITTLE.bytes && rate * stay > LITTLE.times * size.value)
    .toSorted((a, b) => b.stay - a.stay);
  const [first] = long;
  if (first === undefined) return undefined;
  // Where log lies elsewhere too and is not kept long there, that is none of the statement's business.
  const everywhere = long.length === storagesWith(block, 'log').size;
  const meant = everywhere ? long : [first];
  const asked = Math.max(...meant.map((each) => each.asked));
  const statement = `keep logs ${everywhere ? '' : `on ${first.storage} `}${durationAs(asked)}`;
  const message = `The log of \`${system.name}\` is kept on ${listed(meant.map(({ storage }) => storage))} for as long as the oldest restore point, ${duration(first.stay)}: that comes to ${saySize(rate * first.stay)}. To restore any instant of the last ${duration(asked)} and single points from before, say \`${statement}\`: ${saySize(rate * asked)}.`;
  const edits = insertionNear(context, system, block, job.place, statement);
  return finding(id, job.place, message, {
    about: system.name,
    fixes: edits.length === 0 ? [] : [{ title: `Add \`${statement}\``, edits, safe: false }],
  });
}

/** Somebody else's copy may bring the restore points alone: no statement says. */
function isBroughtByOthers({ jobs, copies }: BackupBlock, storage: string): boolean {
  if (jobs.some(({ word, to }) => word === 'log' && to === storage)) return false;
  return copies.filter(({ to }) => to === storage).every(({ managedBy }) => managedBy !== undefined);
}

/** Seconds that a rule keeps a point a day, or every point, for: as long as that an instant may be asked for. */
function askedFor({ rule }: Rule): number {
  if (rule.rule === 'span') return spanSeconds(rule.span);
  return rule.rule === 'period-for' && (rule.period === 'hourly' || rule.period === 'daily') ? spanSeconds(rule.span) : 0;
}
