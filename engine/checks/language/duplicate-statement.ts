import type { Statement } from '../../../grammar/tree.ts';
import { entryById } from '../../../grammar/vocabulary.ts';
import type { SourceFile } from '../../plan/project.ts';
import type { Check } from '../check.ts';
import { removal } from '../edits.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { statements, unreadable } from '../walk.ts';

const id = { code: 'duplicate-statement', severity: 'error' } as const;

export const duplicateStatement: Check = {
  ...id,
  group: 'language',
  summary: 'A statement that can hold once stands twice.',
  *run({ project }) {
    for (const file of project.files)
      yield* duplicates(
        file,
        file.tree.statements.filter((each) => each.id === 'file.plan'),
        () => true,
      );
    for (const { file, statement } of statements(project)) {
      yield* duplicates(file, statement.block?.statements ?? [], (each) => entryById(each.id)?.repeats !== true);
    }
  },
};

function* duplicates(file: SourceFile, block: readonly Statement[], once: (statement: Statement) => boolean): Generator<Finding> {
  const met = new Map<string, Statement>();
  for (const statement of block) {
    if (statement.id === undefined || unreadable(statement) || !once(statement)) continue;
    const first = met.get(statement.id);
    if (first === undefined) {
      met.set(statement.id, statement);
      continue;
    }
    const place = (each: Statement) => ({ file: file.path, range: each.keyword.range });
    const text = (each: Statement) => file.text.slice(each.range.start, each.range.end).replace(/\s+/g, ' ');
    const where = statement.id === 'file.plan' ? 'in a file' : 'here';
    yield finding(id, place(statement), `\`${statement.keyword.text}\` is said already; it can stand once ${where}.`, {
      related: [{ place: place(first), message: 'It stands here first.' }],
      fixes: [{ title: 'Remove the second one', edits: [removal(file, statement)], safe: text(first) === text(statement) }],
    });
  }
}
