import { sayRate } from '../../assess/say.ts';
import type { Quantity, System } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { atRealRates, REAL } from './at-real-rates.ts';
import { bottleneck, type Recovered, recoveries, secondsOf } from './late.ts';

const id = { code: 'rto-unmeasured', severity: 'info' } as const;

export const rtoUnmeasured: Check = {
  ...id,
  group: 'recovery',
  summary: 'A recovery time objective holds by rates that nobody has measured, and not at 60% of them.',
  *run(context) {
    for (const system of context.judged) {
      const all = recoveries(context, system.name);
      // Without a test restore, that is what is said.
      if (!isTested(system) || all.some((each) => isDrilled(context, each))) continue;
      for (const recovered of all) {
        const found = report(context, system, recovered);
        if (found === undefined) continue;
        yield found;
        break;
      }
    }
  },
};

function isTested({ blocks }: System): boolean {
  const restores = blocks.flatMap(({ verifies }) => verifies).filter(({ what }) => what === 'restore');
  return restores.length > 0 && restores.every(({ taking }) => taking === undefined);
}

function isDrilled({ plan }: CheckContext, { scenario }: Recovered): boolean {
  return plan.scenarios.find(({ name }) => name === scenario)?.drilled !== undefined;
}

function report(context: CheckContext, system: System, { scenario, recovery }: Recovered): Finding | undefined {
  const { target, seconds } = recovery;
  if (target === undefined || seconds > target) return undefined;
  const held = bottleneck(context, system, recovery);
  const read = held === undefined || held.by === 'link' ? undefined : held.rate;
  const rests = [
    { rate: read, takes: secondsOf(recovery, 'transfer'), verb: 'restored', say: held?.by === 'tool' ? 'restore at' : 'read' },
    { rate: system.replayAt, takes: secondsOf(recovery, 'replay'), verb: 'replayed', say: 'replay at' },
  ].flatMap((each) => (each.rate !== undefined && isAssumed(each.rate) && each.takes > 0 ? [{ ...each, rate: each.rate }] : []));
  const atMost = seconds + rests.reduce((sum, { takes }) => sum + takes / REAL - takes, 0);
  const [longest] = rests.toSorted((a, b) => b.takes - a.takes);
  // Restores that share a line are held up by it: what really comes out is worked out only where it may be too long.
  if (longest === undefined || atMost <= target) return undefined;
  const slower = recoveries({ ...context, assessment: atRealRates(context) }, system.name).find(
    (each) => each.scenario === scenario,
  )?.recovery;
  if (slower === undefined || slower.seconds <= target) return undefined;
  const message = `RTO ${durationAs(target)} of \`${system.name}\` holds in ${scenario} (${duration(seconds)}) if it is ${longest.verb} at ${sayRate(longest.rate.value)}, which is a default that nobody has measured: at 60% of such rates recovery takes ${duration(slower.seconds)}. Time a restore and say what came out (\`${longest.say}\`), or drill ${scenario}.`;
  const place = scenarioPlace(context.plan, scenario);
  const related = place === undefined ? [] : [{ place, message: `Nobody has drilled ${scenario}.` }];
  return finding(id, placeOfTarget(system, recovery.targetPlace), message, { about: system.name, related });
}

function isAssumed({ source }: Quantity): boolean {
  return source.from === 'default';
}
