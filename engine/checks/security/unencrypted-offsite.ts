import type { Storage, System } from '../../plan/model.ts';
import { storageNamed } from '../answers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Severity } from '../finding.ts';
import { tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed, listedSome } from '../words.ts';
import { inTheClear, isAway } from './encryption.ts';

const id = { code: 'unencrypted-offsite', severity: 'warning' } as const;

/** Data that harms people when it is read. */
const delicate = new Set(['personal-data', 'cardholder-data', 'health-data']);

export const unencryptedOffsite: Check = {
  ...id,
  group: 'security',
  summary: 'A copy leaves the site, and nothing says that it is encrypted.',
  *run(context) {
    const { plan, judged } = context;
    const open = new Map<Storage, System[]>();
    for (const system of judged) {
      for (const name of new Set(system.blocks.flatMap(inTheClear))) {
        const storage = storageNamed(context, name);
        if (storage === undefined || storage.encrypted || storage.key !== undefined || !isAway(plan, system, storage)) continue;
        const known = open.get(storage);
        if (known === undefined) open.set(storage, [system]);
        else known.push(system);
      }
    }
    for (const [storage, systems] of open) {
      const held = [...new Set(systems.flatMap(({ holds }) => holds.filter((each) => delicate.has(each))))];
      const what = held.length === 0 ? '' : ` (${listed(held)})`;
      const names = listedSome(systems.map(({ name }) => `\`${name}\``));
      const message = `Copies of ${names}${what} go to ${storage.name} at ${storage.at}, and nothing says that they are encrypted. Say \`encrypted\` if the storage sees to it, or \`encrypted with KEY\`.`;
      yield finding(id, storage.namePlace, message, {
        severity: severityFor(context, systems, held),
        about: storage.name,
        related: systems.slice(0, MOST).map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` is copied there.` })),
      });
    }
  },
};

const MOST = 10;

function severityFor({ plan }: CheckContext, systems: readonly System[], held: readonly string[]): Severity {
  if (held.length > 0) return 'error';
  const severities = systems.map((system) => tempered(id.severity, plan, system));
  return severities.includes('warning') ? 'warning' : 'info';
}
