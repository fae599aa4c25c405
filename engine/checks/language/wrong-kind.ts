import type { NameSort } from '../../../grammar/tree.ts';
import type { Check } from '../check.ts';
import { finding, replacement } from '../report.ts';
import { unreadable } from '../walk.ts';
import { listed } from '../words.ts';

const id = { code: 'wrong-kind', severity: 'error' } as const;

export const wrongKind: Check = {
  ...id,
  group: 'language',
  summary: 'A name of one sort where another is expected.',
  *run({ names, plan }) {
    for (const use of names.references) {
      const [declared] = use.named;
      if (use.known || declared === undefined || unreadable(use.statement)) continue;
      // A site where a storage is meant, or the other way round, is the usual slip: what stands there is probably it.
      const meant =
        declared.sort === 'site' && use.sorts.includes('storage')
          ? plan.storages.filter((storage) => storage.at === use.name).map((storage) => storage.name)
          : declared.sort === 'storage' && use.sorts.includes('site')
            ? plan.storages.filter((storage) => storage.name === use.name && storage.at !== '').map((storage) => storage.at)
            : [];
      yield finding(id, use, `\`${use.name}\` is ${article(declared.sort)}; ${listed(use.sorts.map(article), 'or')} is expected here.`, {
        related: [{ place: { file: declared.file, range: declared.nameRange }, message: `\`${use.name}\` is declared here.` }],
        fixes: meant.map((name) => replacement(use.file, use.range, name)),
      });
    }
  },
};

function article(sort: NameSort): string {
  return `${/^[aeiou]/.test(sort) ? 'an' : 'a'} ${sort}`;
}
