import { sayRate, saySize } from '../../assess/say.ts';
import { durationAs } from '../../plan/written-as.ts';
import type { Check } from '../check.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { bottleneck, recoveries, secondsOf } from './late.ts';

const id = { code: 'rto-link', severity: 'warning' } as const;

/** A transfer that takes more of the target than this leaves no room for a bad day on the line. */
const SHARE = 0.5;

export const rtoLink: Check = {
  ...id,
  group: 'recovery',
  summary: 'Most of the recovery time objective goes by on a slow link.',
  *run(context) {
    const { plan } = context;
    for (const system of context.judged) {
      const [worst] = recoveries(context, system.name).flatMap((each) => {
        const { recovery } = each;
        if (recovery.target === undefined || secondsOf(recovery, 'transfer') <= SHARE * recovery.target) return [];
        const held = bottleneck(context, system, recovery);
        return held?.by === 'link' ? [{ ...each, link: held.link }] : [];
      });
      if (worst === undefined) continue;
      const { scenario, recovery, link } = worst;
      const transfer = recovery.derivation.parts?.[recovery.steps.findIndex(({ step }) => step === 'transfer')];
      const bytes = transfer?.parts?.find(({ unit }) => unit === 'bytes')?.value ?? 0;
      const message = `In ${scenario} ${saySize(bytes)} over the link between ${link.between[0]} and ${link.between[1]} (${sayRate(link.rate.value)}) take ${duration(secondsOf(recovery, 'transfer'))} of RTO ${durationAs(recovery.target ?? 0)}: any trouble on that line, and it is missed. Keep a copy at ${recovery.at}, or have a faster link.`;
      const at = scenarioPlace(plan, scenario);
      const related = [
        { place: link.place, message: `The link, ${sayRate(link.rate.value)}.` },
        ...(at === undefined ? [] : [{ place: at, message: `It happens in ${scenario}.` }]),
      ];
      yield finding(id, placeOfTarget(system, recovery.targetPlace), message, { about: system.name, related });
    }
  },
};
