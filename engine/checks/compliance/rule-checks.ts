import { values } from '../../../grammar/tree.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Pack, Rule } from '../../catalogue/packs.ts';
import type { Requirement } from '../../catalogue/requirements.ts';
import type { Place } from '../../plan/model.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { statements } from '../walk.ts';
import { evaluate } from './evaluate.ts';

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
    implies: consequences(rule.require),
    *run(context) {
      const asked = placeOfPack(context, pack.name);
      if (asked === undefined) return;
      const all = evaluate(context, rule, asked);
      const lacking = all.filter(({ lack }) => lack !== undefined);
      const say = (place: Place, lacks: readonly (string | undefined)[], about?: string): Finding =>
        finding(id, place, message(pack, rule, lacks), {
          about,
          related: about === undefined ? [] : [{ place: asked, message: `The plan asks for \`${pack.name}\`.` }],
        });
      if (rule.of === 'each') for (const { place, lack, name } of lacking) yield say(place, [lack], name);
      else if (all.length > 0 && lacking.length === all.length)
        yield say(
          asked,
          lacking.map(({ lack }) => lack),
        );
    },
  };
}

/** More of them would bury the rest of the message. */
const MOST = 3;

function message({ title }: Pack, { clause, finding: wrong, remedy }: Rule, lacks: readonly (string | undefined)[]): string {
  const facts = lacks.filter((lack) => lack !== undefined);
  const shown = facts.slice(0, MOST).join('; ');
  const more = facts.length > MOST ? ` (and ${facts.length - MOST} more)` : '';
  return `${shown.charAt(0).toUpperCase()}${shown.slice(1)}${more}: ${wrong} (${title}, ${clause}). ${remedy}`;
}

/** Where the plan asks for the pack. */
function placeOfPack({ project, plan }: CheckContext, name: string): Place | undefined {
  if (!plan.comply.includes(name)) return undefined;
  for (const { file, statement } of statements(project)) {
    if (statement.id !== 'plan.comply') continue;
    const word = values(statement, 'packs', 'word').find(({ text }) => text === name);
    if (word !== undefined) return { file: file.path, range: word.range };
  }
  return undefined;
}

/** What a check of ours says of the same lack. */
function consequences(require: Requirement): readonly string[] {
  if (require.that === 'retentionAtMost') return ['retention-missing', 'erasure-conflict'];
  return require.that === 'targets' ? require.targets.filter((target) => target !== 'mtd').map((target) => `${target}-missing`) : [];
}
