import { durationAs } from '../../plan/written-as.ts';
import { storageNamed } from '../answers.ts';
import type { Check } from '../check.ts';
import { placeOfTarget, scenarioPlace } from '../places.ts';
import { finding } from '../report.ts';
import { duration } from '../words.ts';
import { recoveries, secondsOf, sum } from './late.ts';

const id = { code: 'rto-archive-retrieval', severity: 'error' } as const;

export const rtoArchiveRetrieval: Check = {
  ...id,
  group: 'recovery',
  summary: 'The copy that is left lies in an archive that answers only after the recovery time objective.',
  implies: ['rto-unmet'],
  *run(context) {
    for (const system of context.judged) {
      const slow = recoveries(context, system.name).filter(
        ({ recovery }) => recovery.target !== undefined && secondsOf(recovery, 'retrieve') >= recovery.target,
      );
      const [worst] = slow;
      const source = storageNamed(context, worst?.recovery.source ?? '');
      if (worst === undefined || source === undefined) continue;
      const { scenario, recovery } = worst;
      const tier = source.class === undefined ? '' : ` (${source.class.value})`;
      const message = `RTO ${durationAs(recovery.target ?? 0)} is over before the first byte comes: in ${scenario} \`${system.name}\` is restored from ${source.name}${tier}, which answers after ${duration(secondsOf(recovery, 'retrieve'))}; recovery takes ${duration(recovery.seconds)}${sum(recovery)}. Keep a copy that survives ${scenario} in a class that answers at once.`;
      const related = [
        { place: source.namePlace, message: `\`${source.name}\` answers after ${duration(source.retrieval.value)}.` },
        ...slow.flatMap((each) => {
          const place = scenarioPlace(context.plan, each.scenario);
          return place === undefined ? [] : [{ place, message: `In ${each.scenario} \`${each.recovery.source}\` is read.` }];
        }),
      ];
      yield finding(id, placeOfTarget(system, recovery.targetPlace), message, { about: system.name, related });
    }
  },
};
