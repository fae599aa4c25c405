import type { Storage, System } from '../../plan/model.ts';
import { leavesPremises } from '../away.ts';
import type { Check } from '../check.ts';
import { temperedFor } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed, listedSome } from '../words.ts';
import { openStorages } from './encryption.ts';

const id = { code: 'unencrypted-offsite', severity: 'warning' } as const;

/** Data that harms people when it is read. */
const delicate = new Set(['personal-data', 'cardholder-data', 'health-data']);

export const unencryptedOffsite: Check = {
  ...id,
  group: 'security',
  summary: 'A copy leaves the site, and nothing says that it is encrypted.',
  *run({ plan, judged }) {
    const open = new Map<Storage, { readonly system: System; readonly maybe: boolean }[]>();
    for (const system of judged) {
      for (const { storage, maybe } of openStorages(plan, system)) {
        if (leavesPremises(plan, system, storage)) open.set(storage, [...(open.get(storage) ?? []), { system, maybe }]);
      }
    }
    for (const [storage, copied] of open) {
      const systems = copied.map(({ system }) => system);
      const what = heldBy(systems);
      const names = listedSome(systems.map(({ name }) => `\`${name}\``));
      const remedy = copied.every(({ maybe }) => maybe)
        ? 'A repository of borg is, if it was made so: name the file of its passphrase (`credentials from "…"`), or say `encrypted with KEY`.'
        : 'Say `encrypted` if the storage sees to it, or `encrypted with KEY`.';
      const message = `Copies of ${names}${what.length === 0 ? '' : ` (${listed(what)})`} go to ${storage.name} at ${storage.at}, and nothing says that they are encrypted. ${remedy}`;
      // Where it may well be encrypted, that nobody says so is no breach.
      const certain = copied.filter(({ maybe }) => !maybe).map(({ system }) => system);
      yield finding(id, storage.namePlace, message, {
        severity: heldBy(certain).length > 0 ? 'error' : temperedFor(id.severity, plan, systems),
        about: storage.name,
        related: systems.slice(0, MOST).map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` is copied there.` })),
      });
    }
  },
};

const MOST = 10;

/** The delicate classes of data that systems hold. */
function heldBy(systems: readonly System[]): readonly string[] {
  return [...new Set(systems.flatMap(({ holds }) => holds.filter((each) => delicate.has(each))))];
}
