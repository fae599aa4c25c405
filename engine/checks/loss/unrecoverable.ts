import { resultOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { anotherCopy } from '../copies/another-copy.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { advice, why } from './advice.ts';

const id = { code: 'unrecoverable', severity: 'error' } as const;

export const unrecoverable: Check = {
  ...id,
  group: 'loss',
  summary: 'Nothing that can restore a system survives a scenario.',
  implies: ['same-provider'],
  hides: ['rpo-unmet', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded'],
  *run(context) {
    const { plan, judged } = context;
    const places = new Map(plan.scenarios.map((scenario) => [scenario.name, scenario.namePlace]));
    for (const system of judged) {
      const result = resultOf(context, system.name);
      const lost = (result?.scenarios ?? []).filter((each) => each.affected && each.loss.status === 'unrecoverable');
      const [first, ...others] = lost;
      if (first === undefined) continue;
      const also = others.length === 0 ? '' : `The same in ${listed(others.map((each) => `\`${each.scenario}\``))}.`;
      const fact = `Nothing that can restore \`${system.name}\` survives \`${first.scenario}\`${why(first.loss.falls)}.`;
      const message = [fact, advice(first.loss.falls), also].filter((sentence) => sentence !== '').join(' ');
      const related = [
        ...first.loss.falls.flatMap(({ storage, because, place }) =>
          place === undefined ? [] : [{ place, message: `${storage}: ${because}.` }],
        ),
        ...lost.flatMap((each) => {
          const place = places.get(each.scenario);
          return place === undefined ? [] : [{ place, message: `In \`${each.scenario}\`${why(each.loss.falls)}.` }];
        }),
      ];
      const copies = result?.copies.storages ?? [];
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: lost.map((each) => `${each.scenario}${why(each.loss.falls)}`).join(),
        related,
        fixes: anotherCopy(context, system, copies),
      });
    }
  },
};
