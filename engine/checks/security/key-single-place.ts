import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listedSome } from '../words.ts';
import { sealedStorages } from './encryption.ts';

const id = { code: 'key-single-place', severity: 'warning' } as const;

export const keySinglePlace: Check = {
  ...id,
  group: 'security',
  summary: 'A key that backups need is kept in one place, or nothing says where.',
  *run({ plan, judged }) {
    const sealed = new Map(plan.keys.map(({ name }) => [name, new Set<string>()]));
    for (const { key, storage } of sealedStorages(plan, judged)) sealed.get(key)?.add(storage.name);
    for (const key of plan.keys) {
      const storages = [...(sealed.get(key.name) ?? [])];
      if (storages.length === 0 || key.escrow !== undefined || key.keptAt.length > 1) continue;
      const [site] = key.keptAt;
      const where = site === undefined ? 'nothing says where it is kept' : `it is kept at ${site} alone`;
      const message = `Without the key \`${key.name}\` nothing on ${listedSome(storages)} can be read, and ${where}. Keep it at a second site, or in \`escrow\`.`;
      yield finding(id, key.namePlace, message, { about: key.name });
    }
  },
};
