import type { Fall, FallReason, ScenarioResult } from '../../assess/assessment.ts';
import { resultOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { anotherCopy } from '../copies/another-copy.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

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
      const fact = `Nothing that can restore \`${system.name}\` survives \`${first.scenario}\`${why(first)}.`;
      const message = [fact, advice(first.loss.falls), also].filter((sentence) => sentence !== '').join(' ');
      const related = [
        ...first.loss.falls.flatMap(({ storage, because, place }) =>
          place === undefined ? [] : [{ place, message: `${storage}: ${because}.` }],
        ),
        ...lost.flatMap((each) => {
          const place = places.get(each.scenario);
          return place === undefined ? [] : [{ place, message: `In \`${each.scenario}\`${why(each)}.` }];
        }),
      ];
      const copies = result?.copies.storages ?? [];
      yield finding(id, system.namePlace, message, {
        about: system.name,
        cause: lost.map((each) => `${each.scenario}${why(each)}`).join(),
        related,
        fixes: anotherCopy(context, system, copies),
      });
    }
  },
};

/** Why each storage falls: `: nas (lost with berlin), vault (its key vault-key is lost)`. */
function why({ loss }: ScenarioResult): string {
  const falls = loss.falls.map(({ storage, because }) => `${storage} (${because})`);
  return falls.length === 0 ? '' : `: ${falls.join(', ')}`;
}

const advices: Readonly<Partial<Record<FallReason, string>>> = {
  lost: 'Copy it to a storage at another site.',
  bound: 'Copy it to a storage that does not go with it.',
  compromised: 'Lock a copy (`immutable`), take it `offline`, or put it under an account of its own.',
  'lock-expired': 'Lock a copy for longer than it takes to notice.',
  'key-lost': 'Keep the key at another site too, or in `escrow`.',
  'chain-apart': 'Bring what a restore point needs to the same storage.',
  'found-too-late': 'Keep a copy for longer than it takes to notice.',
};

/** What would settle the fall that is nearest to being mended: a survivor that lacks something, before one that is gone. */
function advice(falls: readonly Fall[]): string {
  const order: readonly FallReason[] = ['key-lost', 'chain-apart', 'lock-expired', 'found-too-late', 'compromised', 'bound', 'lost'];
  const reason = order.find((each) => falls.some((fall) => fall.reason === each));
  return reason === undefined ? '' : (advices[reason] ?? '');
}
