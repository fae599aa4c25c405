import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Pack, Rule } from '../../catalogue/packs.ts';
import type { Check } from '../check.ts';
import type { Covered } from '../finding.ts';
import { finding } from '../report.ts';
import { placeOfPack } from './asked.ts';
import { evaluate } from './evaluate.ts';
import type { Lack } from './lack.ts';

const made = new WeakMap<Catalogue['packs'], readonly Check[]>();

/** A check for each rule of the catalogue's packs; it is silent in a plan that does not ask for the pack. */
export function ruleChecks({ packs }: Pick<Catalogue, 'packs'>): readonly Check[] {
  const known = made.get(packs) ?? Object.values(packs).flatMap((pack) => Object.values(pack.rules).map((rule) => checkOf(pack, rule)));
  made.set(packs, known);
  return known;
}

function checkOf(pack: Pack, rule: Rule): Check {
  const id = { code: `${pack.name}/${rule.id}`, severity: rule.severity };
  return {
    ...id,
    group: 'compliance',
    summary: rule.asks,
    *run(context) {
      const asked = placeOfPack(context, pack.name);
      if (asked === undefined) return;
      const all = evaluate(context, rule, asked);
      const lacking = all.flatMap(({ lack, ...subject }) => (lack === undefined ? [] : [{ ...subject, lack }]));
      if (rule.of === 'each') {
        for (const { place, lack, name } of lacking) {
          const related = name === undefined ? [] : [{ place: asked, message: `The plan asks for \`${pack.name}\`.` }];
          yield finding(id, place, message(pack, rule, [lack]), { about: name, related, covers: lack.covers });
        }
      } else if (all.length > 0 && lacking.length === all.length) {
        const lacks = lacking.map(({ lack }) => lack);
        yield finding(id, asked, message(pack, rule, lacks), { covers: inAll(lacks) });
      }
    },
  };
}

/** More of them would bury the rest of the message. */
const MOST = 3;

function message({ title }: Pack, { clause, finding: wrong, remedy }: Rule, lacks: readonly Lack[]): string {
  const shown = lacks
    .slice(0, MOST)
    .map(({ text }) => text)
    .join('; ');
  const more = lacks.length > MOST ? ` (and ${lacks.length - MOST} more)` : '';
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}${more}: ${wrong} (${title}, ${clause}). ${remedy}`;
}

/** What is covered by each of the lacks: where one of them is mended, the rule is kept, and what is said of the others stays true. */
function inAll([first, ...others]: readonly Lack[]): readonly Covered[] {
  const isIn = ({ code, about }: Covered) =>
    others.every(({ covers }) => covers.some((each) => each.code === code && each.about === about));
  return (first?.covers ?? []).filter(isIn);
}
