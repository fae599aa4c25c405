/** The rules of the packs that the plan asks for, each with what of the plan answers it. */
import type { Pack, Rule } from '../../../catalogue/packs.ts';
import { evaluate, type Subjected } from '../../../checks/compliance/evaluate.ts';
import { nothingSilenced } from '../../../checks/silence.ts';
import { code, message, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { evidence } from './evidence.ts';

export function compliance(source: Source): string {
  const { plan, catalogue } = source;
  const packs = plan.comply.flatMap((name) => catalogue.packs[name] ?? []);
  if (packs.length === 0) return `The plan is held against none. Say ${code('comply with gdpr')} for one that applies.`;
  return [
    'What a plan for backups can show of each; a table without a lack is no proof that somebody complies.',
    ...packs.flatMap((pack, index) => [`### 9.${index + 1} ${plain(pack.title)}`, `${plain(pack.about)}.`, packTable(source, pack)]),
  ].join('\n\n');
}

function packTable(source: Source, pack: Pack): string {
  const context = { ...source, judged: source.plan.systems, silencing: nothingSilenced };
  const rows = Object.values(pack.rules).flatMap((rule) => {
    const subjects = evaluate(context, rule, source.plan.place);
    const head = [plain(rule.clause), message(rule.asks)];
    if (subjects.length === 0) return [[...head, 'nothing in the plan', '']];
    const enough = rule.of === 'any' && subjects.some(({ lack }) => lack === undefined);
    return subjects.map((subject, index) => [
      ...(index === 0 ? head : ['', '']),
      plain(subject.name ?? 'the plan'),
      answer(source, pack, rule, subject, enough),
    ]);
  });
  return table(['Clause', 'Asks', 'Of', 'Evidence'], rows);
}

/** `enough`: one that has it is enough, and another has it. */
function answer(source: Source, pack: Pack, rule: Rule, { name, lack }: Subjected, enough: boolean): string {
  if (lack === undefined) return evidence(source, rule.require, name);
  if (enough) return `${message(lack.text)}; another has it, which is enough`;
  const accepted = source.plan.acceptances.find(
    (each) => each.check === `${pack.name}/${rule.id}` && (each.for === undefined || each.for === name),
  );
  const until = accepted === undefined ? '' : `; accepted until ${accepted.until}, because ${plain(accepted.because)}`;
  return `**lacks**: ${message(lack.text)}${until}`;
}
