import type { Loss, ScenarioResult } from '../../assess/assessment.ts';
import { type System, spanSeconds } from '../../plan/model.ts';
import { durationAs } from '../../plan/written-as.ts';
import { resultOf } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { placeOfTarget } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { calledBy, causeOf, intervalOf } from './culprit.ts';

const id = { code: 'rpo-no-slack', severity: 'warning' } as const;

type Met = ScenarioResult & { readonly loss: Loss & { readonly seconds: number; readonly target: number } };

export const rpoNoSlack: Check = {
  ...id,
  group: 'loss',
  summary: 'The recovery point objective of a critical system is missed as soon as one run fails.',
  *run(context) {
    for (const system of context.judged) {
      // Elsewhere a night that is lost when the backup has failed is what everybody expects.
      if (system.criticality.value !== 'critical' && system.criticality.value !== 'high') continue;
      const isMet = (each: ScenarioResult): each is Met =>
        each.affected && each.loss.met === true && each.loss.seconds !== undefined && each.loss.target !== undefined;
      const scenarios = resultOf(context, system.name)?.scenarios ?? [];
      if (scenarios.some(({ loss }) => loss.met === false)) continue;
      const [worst] = scenarios.filter(isMet).toSorted((a, b) => b.loss.seconds - b.loss.target - (a.loss.seconds - a.loss.target));
      const found = worst === undefined ? undefined : report(context, system, worst);
      if (found !== undefined) yield found;
    }
  },
};

function report({ plan }: CheckContext, system: System, { scenario, loss }: Met): Finding | undefined {
  const after = plan.scenarios.find(({ name }) => name === scenario)?.detectedAfter;
  const { culprits, gone } = causeOf(system, loss, after === undefined ? 0 : spanSeconds(after.value));
  const run = culprits.map(({ run }) => run).find((each) => intervalOf(each) !== undefined);
  const interval = run === undefined ? undefined : intervalOf(run);
  if (run === undefined || interval === undefined || gone !== undefined) return undefined;
  const missed = loss.seconds + interval;
  // What reads like the target is on the edge of it, and no more.
  if (missed <= loss.target || duration(missed) === duration(loss.target)) return undefined;
  const place = placeOfTarget(system, loss.targetPlace);
  const message = `RPO ${durationAs(loss.target)} has no slack: in ${scenario} up to ${duration(loss.seconds)} is lost when all goes well, and ${duration(missed)} when the ${calledBy(run)} has failed once (${duration(interval)} more). Run it twice as often, or repeat a failed run at once.`;
  return finding(id, place, message, { about: system.name, related: [{ place: run.place, message: `The ${calledBy(run)}.` }] });
}
