/** What a plan says of its runs and its team hardly means, where a loss comes from just that: the words in which a message asks for it. */
import { sayRate } from '../../assess/say.ts';
import type { Copy, System } from '../../plan/model.ts';
import { linkBetween } from '../../plan/sites.ts';
import { storageNamed } from '../answers.ts';
import type { CheckContext } from '../check.ts';
import { takesRunsOf } from '../schedules/collision.ts';
import { type Cause, isCopy } from './culprit.ts';

export function hardlyMeant(context: CheckContext, system: System, cause: Cause): string | undefined {
  return oneLock(context, system, cause) ?? byHand(context, cause);
}

/** A long full to one storage, and the nightly one to another that does not run meanwhile, since they are of one block. */
function oneLock(context: CheckContext, system: System, { culprits: [culprit] }: Cause): string | undefined {
  if (culprit === undefined || isCopy(culprit.run) || culprit.run.word !== 'full') return undefined;
  const { run, block } = culprit;
  const other = block.jobs.find((job) => job.word === 'full' && job.to !== run.to && takesRunsOf(context, system, block, run, job));
  if (other === undefined) return undefined;
  return `the full to ${other.to} does not run while the one to ${run.to} is going, since a \`backup\` block has one lock: put each in a block of its own`;
}

/** Tapes and disks that somebody carries, between sites that have a link too. */
function byHand(context: CheckContext, { culprits }: Cause): string | undefined {
  const rateOf = ({ from, to }: Copy) => {
    const [source, target] = [storageNamed(context, from), storageNamed(context, to)];
    if (source === undefined || target === undefined || !(source.offline || target.offline)) return undefined;
    return linkBetween(context.plan, source.at, target.at)?.rate.value;
  };
  for (const { run } of culprits) {
    const rate = isCopy(run) && run.taking === undefined ? rateOf(run) : undefined;
    if (rate !== undefined && isCopy(run))
      return `say \`taking\` at the ${run.move ? 'move' : 'copy'} from ${run.from} to ${run.to} if somebody carries it: it counts as sent over the link (${sayRate(rate)})`;
  }
  return undefined;
}
