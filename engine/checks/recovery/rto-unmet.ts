import type { Recovery } from '../../assess/assessment.ts';
import type { Place, System } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { sentence, targetFor, told } from '../words.ts';
import { restsOn, secondsAtLeast } from './assumed-rate.ts';
import { causeOf, type Recovered, recoveries, shorten, sum } from './late.ts';

const id = { code: 'rto-unmet', severity: 'error' } as const;

type Unmet = Recovered & { readonly recovery: Recovery & { readonly seconds: number; readonly target: number } };

export const rtoUnmet: Check = {
  ...id,
  group: 'recovery',
  summary: 'Recovery takes longer than the recovery time objective allows.',
  implies: ['rto-link', 'rto-log-replay'],
  *run(context) {
    for (const system of context.judged) {
      const isUnmet = (each: Recovered): each is Unmet => each.recovery.met === false && each.recovery.target !== undefined;
      const isSure = ({ scenario, recovery }: Unmet) => secondsAtLeast(context, system, scenario, recovery) > recovery.target;
      // What rests on an assumed rate comes after what does not, slower as it may be.
      const [worst, ...others] = recoveries(context, system.name)
        .filter(isUnmet)
        .toSorted((a, b) => Number(isSure(b)) - Number(isSure(a)));
      if (worst !== undefined) yield report(context, system, worst, others, isSure(worst));
    }
  },
};

function report(context: CheckContext, system: System, { scenario, recovery }: Unmet, others: readonly Unmet[], isSure: boolean): Finding {
  const goal = durationAs(recovery.target);
  const slowest = Math.max(recovery.seconds, ...others.map((other) => other.recovery.seconds));
  const honest = `say \`rto ${targetFor(slowest)}\` if that long is meant`;
  const rests = isSure ? undefined : restsOn(context, scenario, recovery);
  const way = shorten(context, system, recovery, rests !== undefined);
  const settles = way === undefined ? honest : `${way}, or ${honest}`;
  const message = `RTO ${goal} unmet: in ${scenario} recovery takes ${told(recovery.seconds, recovery.target)}${sum(recovery)}.${rests === undefined ? '' : ` ${rests}`} ${sentence(settles)}`;

  const own = recovery.targetPlace;
  const place = placeOfTarget(system, own);
  const related: { place: Place; message: string }[] = [];
  if (own !== undefined && own !== place) related.push({ place: own, message: `The target, RTO ${goal}, is set here.` });
  if (recovery.criticalPath.length > 1) {
    const holdsUp = recovery.steps.find(({ step }) => step === 'wait')?.for;
    const at = system.dependsOn.find(({ name }) => name === holdsUp)?.place;
    if (at !== undefined) related.push({ place: at, message: `The critical path is ${recovery.criticalPath.join(' → ')}.` });
  }
  const at = scenarioPlace(context.plan, scenario);
  if (at !== undefined) related.push({ place: at, message: `It happens in ${scenario}.` });
  for (const other of others) {
    const also = scenarioPlace(context.plan, other.scenario);
    if (also === undefined) continue;
    const takes = told(other.recovery.seconds, other.recovery.target);
    related.push({ place: also, message: `In ${other.scenario} recovery takes ${takes}${sum(other.recovery)}.` });
  }
  return finding(id, place, message, {
    severity: isSure ? id.severity : 'warning',
    about: system.name,
    cause: causeOf(scenario, recovery, recovery.target),
    related,
  });
}
