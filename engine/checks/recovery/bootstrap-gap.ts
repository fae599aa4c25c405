import type { Job, Key, Place, Plan, System } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'bootstrap-gap', severity: 'error' } as const;

/** Tools whose repository opens with the password in the file that `credentials from` names, and not without it. */
const locking = new Set(['restic', 'borg']);

export const bootstrapGap: Check = {
  ...id,
  group: 'recovery',
  summary: 'The password that opens a backup is restored from that backup.',
  *run({ plan, judged }) {
    const holders = new Map(plan.systems.map((system) => [system, holdersOf(plan, system)]));
    for (const system of judged) {
      const path = wayBack(plan, holders, system);
      const place = credentialsPlace(system);
      if (path === undefined || place === undefined) continue;
      const storages = [...new Set(jobsOf(system).map(({ to }) => to))];
      const [holder, ...others] = path;
      const round = others.length === 0 ? '' : `, which comes back after ${listed(others.map(({ name }) => `\`${name}\``))}`;
      const lies = holder === system ? 'in the backup itself' : `in the backup of \`${holder?.name}\`${round}`;
      const keys = keysOf(plan, system);
      const message = `The repository of \`${system.name}\` on ${listed(storages)} opens with the password in ${system.credentials}, and that file lies ${lies}: once the host is gone, nothing opens it. ${remedy(keys)}`;
      const related = path
        .filter((each) => each !== system)
        .map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` has to be back before.` }));
      const covers = keys.map(({ name }) => ({ code: 'key-single-place', about: name }));
      yield finding(id, place, message, { about: system.name, related, covers });
    }
  },
};

function remedy([key]: readonly Key[]): string {
  return key === undefined
    ? 'Keep the password outside too, and say where: `key repository-key { escrow "…" }`, and `encrypted with repository-key` in its jobs.'
    : `Keep it outside too, and say where: \`kept at\` or \`escrow\` in the key \`${key.name}\`.`;
}

/** The systems whose backups hold the only password of a system's, where it has one. */
type Holders = ReadonlyMap<System, readonly System[]>;

/**
 * The systems that have to be back before a system's backup can be opened, where it is itself among what they wait for. Of several whose
 * backups hold the password one that can be opened is enough.
 */
function wayBack(plan: Plan, holders: Holders, system: System): readonly System[] | undefined {
  const own = holders.get(system) ?? [];
  const [first] = own;
  if (first === undefined) return undefined;
  const waits = waitingFor(plan, holders, system);
  if (!own.every((each) => waits.has(each))) return undefined;
  const path = [first];
  for (let next = waits.get(first); next !== undefined && next !== system; next = waits.get(next)) path.push(next);
  return path;
}

/** Whatever is not back before a system is, each with what keeps it waiting; the system itself has nothing there. */
function waitingFor({ systems }: Plan, holders: Holders, system: System): ReadonlyMap<System, System | undefined> {
  const waits = new Map<System, System | undefined>([[system, undefined]]);
  const named = new Map(systems.map((each) => [each.name, each]));
  const stopped = (each: System): System | undefined => {
    const needed = each.dependsOn.flatMap(({ name }) => named.get(name) ?? []).find((other) => waits.has(other));
    const held = holders.get(each) ?? [];
    return needed ?? (held.every((other) => other === each || waits.has(other)) ? held.find((other) => waits.has(other)) : undefined);
  };
  for (let size = -1; size !== waits.size; ) {
    size = waits.size;
    for (const each of systems) {
      const by = waits.has(each) ? undefined : stopped(each);
      if (by !== undefined) waits.set(each, by);
    }
  }
  return waits;
}

/** The systems on the same host whose backups hold the only password of this one's. */
function holdersOf(plan: Plan, system: System): readonly System[] {
  const file = system.credentials;
  if (file === undefined || !needsPassword(plan, system)) return [];
  return plan.systems.filter(
    (each) =>
      each.exempt === undefined && each.at === system.at && each.host === system.host && each.blocks.length > 0 && covers(each, file),
  );
}

/** Whether every job writes to a repository with a password, and no key of the plan says where that is kept too. */
function needsPassword(plan: Plan, system: System): boolean {
  const jobs = jobsOf(system);
  return jobs.length > 0 && jobs.every(({ tool }) => locking.has(tool?.value ?? '')) && keysOf(plan, system).every(isNowhere);
}

/** The keys that the jobs of a system name, or the storages that they write to. */
function keysOf({ keys, storages }: Plan, system: System): readonly Key[] {
  const jobs = jobsOf(system);
  const written = storages.filter(({ name }) => jobs.some(({ to }) => to === name));
  const named = new Set([...jobs, ...written].map(({ key }) => key));
  return keys.filter(({ name }) => named.has(name));
}

function jobsOf({ blocks }: System): readonly Job[] {
  return blocks.flatMap(({ jobs }) => jobs);
}

/** Whether nothing says where a key is kept. */
function isNowhere({ keptAt, escrow }: Key): boolean {
  return escrow === undefined && keptAt.length === 0;
}

/** Whether the backup of a system brings a file of its host back: one of its folders, or the whole machine. */
function covers({ kind, paths, excludes }: System, file: string): boolean {
  const within = (folder: string): boolean => file === folder || file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  return kind === 'vm' || (paths.some(within) && !excludes.some(within));
}

function credentialsPlace({ place: { file }, statement }: System): Place | undefined {
  const said = statement.block?.statements.find(({ id: each }) => each === 'system.credentials');
  return said === undefined ? undefined : { file, range: said.range };
}
