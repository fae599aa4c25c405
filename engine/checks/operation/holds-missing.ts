import type { Pack } from '../../catalogue/packs.ts';
import type { Check } from '../check.ts';
import { placeOfPack } from '../compliance/asked.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'holds-missing', severity: 'warning' } as const;

export const holdsMissing: Check = {
  ...id,
  group: 'operation',
  summary: 'The plan complies with rules about certain data, and no system says that it holds them.',
  *run(context) {
    const { plan, catalogue, judged } = context;
    // A word that cannot be read may be the one.
    if (plan.systems.length === 0 || judged.length < plan.systems.length) return;
    for (const name of new Set(plan.comply)) {
      const pack = catalogue.packs[name];
      const place = placeOfPack(context, name);
      if (pack === undefined || place === undefined) continue;
      const { data, idle, all } = aboutData(pack);
      if (idle === 0 || plan.systems.some(({ holds }) => holds.some((each) => data.includes(each)))) continue;
      const words = listed(
        data.map((each) => `\`${each}\``),
        'or',
      );
      const rules = idle === all ? `all rules of \`${name}\` have` : `${idle} of the ${all} rules of \`${name}\` have`;
      const message = `No system says that it holds ${words}: ${rules} nothing to speak of. Say \`holds ${data[0]}\` at each system that does, or take \`${name}\` out.`;
      yield finding(id, place, message);
    }
  },
};

/** The data that rules of the pack speak of, and how many of all its rules speak of some. */
function aboutData({ rules }: Pack): { readonly data: readonly string[]; readonly idle: number; readonly all: number } {
  const all = Object.values(rules);
  const bound = all.filter(({ when }) => when.holds !== undefined);
  return { data: [...new Set(bound.flatMap(({ when }) => when.holds ?? []))], idle: bound.length, all: all.length };
}
