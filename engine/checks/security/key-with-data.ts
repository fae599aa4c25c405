import type { Key } from '../../plan/model.ts';
import { isWithin } from '../../plan/sites.ts';
import { isAway } from '../away.ts';
import type { Check } from '../check.ts';
import type { Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { listed, listedSome } from '../words.ts';
import { isKeptWith, type Sealed, sealedStorages } from './encryption.ts';

const id = { code: 'key-with-data', severity: 'error' } as const;

export const keyWithData: Check = {
  ...id,
  group: 'security',
  summary: 'The key of a backup is kept only where the data is, and is lost with it.',
  implies: ['key-single-place'],
  *run(context) {
    const { plan, judged } = context;
    const keys = new Map(plan.keys.map((key) => [key.name, key]));
    const byKey = new Map<Key, Sealed[]>();
    for (const sealed of sealedStorages(plan, judged)) {
      const key = keys.get(sealed.key);
      if (key === undefined || !isAway(plan, sealed.system, sealed.storage) || !isKeptWith(plan, key, sealed.system)) continue;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [sealed]);
      else known.push(sealed);
    }
    for (const [key, sealed] of byKey) {
      const storages = [...new Set(sealed.map(({ storage }) => storage))];
      const systems = [...new Set(sealed.map(({ system }) => system))];
      const takes = [
        ...new Set(sealed.flatMap(({ system }) => key.keptAt.map((site) => (isWithin(plan, site, system.at) ? system.at : site)))),
      ];
      const message = `The key \`${key.name}\` of ${listedSome(storages.map(({ name }) => name))} is kept at ${listed(key.keptAt)} only, with ${listedSome(systems.map(({ name }) => `\`${name}\``))}: what takes ${listed(takes, 'or')} takes the key too, and the backup cannot be read. Keep it at another site too, or in \`escrow\`.`;
      yield finding(id, key.namePlace, message, {
        about: key.name,
        related: storages.map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` can only be read with it.` })),
        fixes: storages.flatMap(({ at }) => keepToo(key, at, takes)),
      });
    }
  },
};

function keepToo(key: Key, site: string, takes: readonly string[]): Fix[] {
  const kept = key.statement.block?.statements.find(({ id: said }) => said === 'key.kept');
  if (kept === undefined) return [];
  const { end } = kept.range;
  return [
    {
      title: `Keep \`${key.name}\` at \`${site}\` too: what takes ${listed(takes, 'or')} leaves it`,
      edits: [{ file: key.place.file, range: { start: end, end }, text: `, ${site}` }],
      safe: false,
    },
  ];
}
