import { spanSeconds } from '../../plan/model.ts';
import { spanAs } from '../../plan/written-as.ts';
import type { Check } from '../check.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { sentence, told } from '../words.ts';
import { restsOn, secondsAtLeast } from './assumed-rate.ts';
import { causeOf, type Recovered, recoveries, shorten, sum } from './late.ts';

const id = { code: 'mtd-exceeded', severity: 'error' } as const;

export const mtdExceeded: Check = {
  ...id,
  group: 'recovery',
  summary: 'Recovery takes longer than the business can do without the system.',
  implies: ['rto-unmet', 'rto-archive-retrieval', 'rto-link', 'rto-log-replay'],
  *run(context) {
    for (const system of context.judged) {
      if (system.mtd === undefined) continue;
      const most = spanSeconds(system.mtd.value);
      const atLeast = ({ scenario, recovery }: Recovered) => secondsAtLeast(context, system, scenario, recovery);
      const all = recoveries(context, system.name);
      // What rests on an assumed rate comes after what does not, slower as it may be.
      const [worst, ...others] = all
        .filter(({ recovery }) => recovery.seconds > most)
        .toSorted((a, b) => Number(atLeast(b) > most) - Number(atLeast(a) > most));
      if (worst === undefined) continue;
      const { scenario, recovery } = worst;
      const rests = atLeast(worst) > most ? undefined : restsOn(context, scenario, recovery);
      // It speaks for the recovery time objective too, so it is as grave.
      const isSure = all.some((each) => atLeast(each) > Math.min(most, each.recovery.target ?? most));
      const way = shorten(context, system, recovery, rests !== undefined);
      const settles = way === undefined ? '' : ` ${sentence(way)}`;
      const message = `\`${system.name}\` may be down for ${spanAs(system.mtd.value)} at most (mtd), and in ${scenario} recovery takes ${told(recovery.seconds, most)}${sum(recovery)}.${rests === undefined ? '' : ` ${rests}`}${settles}`;
      const { source } = system.mtd;
      const at = scenarioPlace(context.plan, scenario);
      const related = at === undefined ? [] : [{ place: at, message: `It happens in ${scenario}.` }];
      for (const other of others) {
        const also = scenarioPlace(context.plan, other.scenario);
        if (also === undefined) continue;
        const takes = told(other.recovery.seconds, most);
        related.push({ place: also, message: `In ${other.scenario} recovery takes ${takes}${sum(other.recovery)}.` });
      }
      const place = placeOfTarget(system, source.from === 'plan' ? source.place : undefined);
      yield finding(id, place, message, {
        severity: isSure ? id.severity : 'warning',
        about: system.name,
        cause: causeOf(scenario, recovery, most),
        related,
      });
    }
  },
};
