import type { Reach } from '../../../assess/retention/reach.ts';
import { type Stay, staysOf } from '../../../assess/retention/stay.ts';
import { reachesOf } from '../../../checks/answers.ts';
import { rulesOn } from '../../../checks/retention/rules.ts';
import type { System } from '../../../plan/model.ts';
import { ruleAs } from '../../../plan/written-as.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source } from '../source.ts';
import { duration, instant } from '../words.ts';

/** For each storage the rules, how far each reaches by itself, and how far back all of them reach at worst. */
export function reachTable(source: Source): string {
  const rows = source.plan.systems.flatMap((system) => {
    const stays = staysOf(source.plan, system, source.catalogue);
    return reachesOf(source, system).flatMap((reach) => {
      const stay = stays.find(({ storage, block }) => storage === reach.storage && block === reach.block);
      return rowsOf(source, system, reach, stay);
    });
  });
  if (rows.length === 0) return 'No restore point is kept.';
  return [
    'A rule is worth less than its number: a period that is under way counts, and what is a moment too old is gone. The fifth column is the least, at any instant of the two years that the plan is assessed for, from then back to the oldest point that the storage can restore by itself.',
    table(['System', 'Storage', 'Rule', 'Alone it reaches', 'All reach back at least', 'Least at', 'Points there'], rows),
  ].join('\n\n');
}

function rowsOf(source: Source, system: System, reach: Reach, stay: Stay | undefined): readonly (readonly string[])[] {
  const block = system.blocks[reach.block];
  const rules = block === undefined ? [] : rulesOn(block, reach.storage);
  const least = [far(reach.seconds), reach.at === undefined ? '' : instant(reach.at), counts(stay)];
  const head = [plain(system.name), plain(reach.storage)];
  if (rules.length === 0) return [[...head, 'none: everything is kept', '', ...least]];
  return rules.map(({ rule, place }, index) => [
    ...(index === 0 ? head : ['', '']),
    `${code(ruleAs(rule))} (${lineOf(source, place)})`,
    far(reach.rules[index]?.seconds ?? 0),
    ...(index === 0 ? least : ['', '', '']),
  ]);
}

export function far(seconds: number): string {
  return seconds === Infinity ? 'to the first point' : duration(seconds);
}

function counts(stay: Stay | undefined): string {
  if (stay === undefined) return '';
  return stay.fewest === stay.most ? `${stay.most}` : `${stay.fewest} to ${stay.most}`;
}
