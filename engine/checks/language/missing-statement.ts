import type { Statement } from '../../../grammar/tree.ts';
import { value } from '../../../grammar/tree.ts';
import { statementsIn } from '../../../grammar/vocabulary.ts';
import type { SourceFile } from '../../plan/project.ts';
import type { Check, CheckContext } from '../check.ts';
import { insertion } from '../edits.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { contextOf, statements, unreadable } from '../walk.ts';
import { listed } from '../words.ts';

const id = { code: 'missing-statement', severity: 'error' } as const;

/** More sites than this are no suggestion. */
const MOST_SITES = 3;

/** A scenario without any of these describes no disaster. */
const disasters = ['scenario.lose', 'scenario.corrupt', 'scenario.compromise'];

export const missingStatement: Check = {
  ...id,
  group: 'language',
  summary: 'A declaration lacks a statement that it needs.',
  *run(context) {
    for (const { file, statement } of statements(context.project)) {
      const { block } = statement;
      const kind = contextOf(statement);
      // What is missing may be on a line that could not be read.
      if (kind === undefined || unreadable(statement) || block?.closed === false || block?.statements.some(unreadable)) continue;
      const has = (wanted: string) => block?.statements.some((each) => each.id === wanted) === true;
      const declared = value(statement, 'name', 'name');
      const place = { file: file.path, range: (declared ?? statement.keyword).range };
      const name = declared === undefined ? '' : ` \`${declared.text}\``;
      for (const entry of block === undefined ? [] : statementsIn(kind)) {
        if (entry.required !== true || has(entry.id)) continue;
        const word = entry.shape.split(' ')[0];
        yield finding(id, place, `The ${kind}${name} needs \`${word}\`: ${lower(entry.doc)} For example \`${entry.example}\`.`, {
          fixes: word === 'at' ? siteFixes(context, file, statement) : [],
        });
      }
      if (kind === 'scenario' && !disasters.some(has)) {
        yield finding(
          id,
          place,
          `The scenario${name} needs ${listed(['`lose`', '`corrupt`', '`compromise`'], 'or')}: without one nothing happens in it.`,
        );
      }
    }
  },
};

function siteFixes({ plan }: CheckContext, file: SourceFile, { block }: Statement): Fix[] {
  if (block === undefined || plan.sites.length > MOST_SITES) return [];
  return plan.sites.map(({ name }) => ({
    title: `Insert \`at ${name}\``,
    edits: [insertion(file, block, `at ${name}`, 'first')],
    safe: false,
  }));
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
