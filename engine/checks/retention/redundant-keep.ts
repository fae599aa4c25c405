import type { Check } from '../check.ts';
import { firstTime, textAt } from '../places.ts';
import { finding } from '../report.ts';
import { covers, removeRule } from './rules.ts';

const id = { code: 'redundant-keep', severity: 'info' } as const;

export const redundantKeep: Check = {
  ...id,
  group: 'retention',
  summary: 'A rule keeps nothing that another rule of the same `keep` does not keep.',
  *run(context) {
    const isFirst = firstTime();
    for (const system of context.judged) {
      for (const keep of system.blocks.flatMap(({ keeps }) => keeps)) {
        const { rules } = keep;
        for (const [index, { rule, place }] of rules.entries()) {
          // Of two that keep the same, the second is the one too many.
          const other = rules.find((each, at) => at !== index && covers(each.rule, rule) && (at < index || !covers(rule, each.rule)));
          if (other === undefined || !isFirst(place)) continue;
          const [text, wider] = [textAt(context, place), textAt(context, other.place)];
          const message =
            text === wider
              ? `\`${text}\` is said already. Leave it out.`
              : `\`${text}\` keeps nothing that \`${wider}\` does not keep. Leave it out.`;
          yield finding(id, place, message, {
            about: system.name,
            related: [{ place: other.place, message: 'This rule keeps all that.' }],
            unnecessary: true,
            fixes: [{ title: `Leave out \`${text}\``, edits: removeRule(keep, place), safe: true }],
          });
        }
      }
    }
  },
};
