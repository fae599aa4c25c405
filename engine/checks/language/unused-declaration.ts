import type { NameSort } from '../../../grammar/tree.ts';
import type { Check } from '../check.ts';
import { removal } from '../edits.ts';
import { finding } from '../report.ts';
import { wordsOfUnreadable } from '../walk.ts';

const id = { code: 'unused-declaration', severity: 'info' } as const;

/** The sorts that do nothing by themselves. Systems, scenarios and contacts speak for themselves. */
const idle = new Set<NameSort>(['site', 'storage', 'key', 'policy']);

/** Whether a statement that names a declaration does something with it. A storage that is only lost was of no use. */
function isUse(id: string | undefined, sort: NameSort): boolean {
  return id !== 'file.accept' && (id !== 'scenario.lose' || sort === 'site' || sort === 'key');
}

export const unusedDeclaration: Check = {
  ...id,
  group: 'language',
  summary: 'Nothing uses a declaration.',
  *run({ project, plan, names }) {
    // Others may use what a library declares.
    if (plan.library || project.problems.length > 0) return;
    const unread = wordsOfUnreadable(project);
    const optional = new Set(plan.storages.filter((storage) => storage.optional).map((storage) => storage.name));
    const duplicates = new Set(names.duplicates.map(({ declaration }) => declaration));
    for (const declaration of names.declarations) {
      const { name, sort, file, nameRange, statement } = declaration;
      if (file !== project.root.path || !idle.has(sort) || duplicates.has(declaration) || unread.has(name) || optional.has(name)) continue;
      const used = names.referencesTo(declaration).some((use) => use.within !== statement && isUse(use.statement.id, sort));
      if (used) continue;
      yield finding(id, { file, range: nameRange }, `Nothing uses the ${sort} \`${name}\`.`, {
        about: name,
        unnecessary: true,
        fixes: [{ title: `Remove \`${name}\``, edits: [removal(project.root, statement)], safe: false }],
      });
    }
  },
};
