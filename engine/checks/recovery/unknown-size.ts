import { resultOf } from '../answers.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';
import { addNumber } from './add-number.ts';

const id = { code: 'unknown-size', severity: 'warning' } as const;

export const unknownSize: Check = {
  ...id,
  group: 'recovery',
  summary: 'The plan does not say how large a system is, so nobody can say how much is lost or how long it takes.',
  hides: ['rpo-unmet', 'unrecoverable', 'rto-unmet', 'rto-archive-retrieval', 'mtd-exceeded', 'retention-unmet'],
  *run(context) {
    for (const system of context.judged) {
      const wanted = `${system.name}.size`;
      const scenarios = resultOf(context, system.name)?.scenarios ?? [];
      const unknown = [
        ...(scenarios.some(({ loss }) => loss.missing?.includes(wanted)) ? ['how much of it is lost'] : []),
        ...(scenarios.some(({ recovery }) => recovery.missing?.includes(wanted)) ? ['how long its recovery takes'] : []),
      ];
      if (unknown.length === 0) continue;
      const message = `Nothing says how large \`${system.name}\` is, so ${listed(unknown)} cannot be worked out. Add its size, for example \`size 40 GB\`.`;
      yield finding(id, system.namePlace, message, { about: system.name, fixes: addNumber(context, system, 'size 40 GB') });
    }
  },
};
