import type { Place, Plan, System } from '../../plan/model.ts';
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
    for (const system of judged) {
      const path = wayBack(plan, system);
      const place = credentialsPlace(system);
      if (path === undefined || place === undefined) continue;
      const storages = [...new Set(system.blocks.flatMap(({ jobs }) => jobs.map(({ to }) => to)))];
      const [holder, ...others] = path;
      const round = others.length === 0 ? '' : `, which comes back after ${listed(others.map(({ name }) => `\`${name}\``))}`;
      const lies = holder === system ? 'in the backup itself' : `in the backup of \`${holder?.name}\`${round}`;
      const message = `The repository of \`${system.name}\` on ${listed(storages)} opens with the password in ${system.credentials}, and that file lies ${lies}: once the host is gone, nothing opens it. Keep the password outside too, and say where: \`key repository-key { escrow "…" }\`, and \`encrypted with repository-key\` in its jobs.`;
      const related = path
        .filter((each) => each !== system)
        .map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` has to be back before.` }));
      yield finding(id, place, message, { about: system.name, related });
    }
  },
};

/** The systems that have to be back before a system's backup can be opened, where it is itself among what they wait for. */
function wayBack(plan: Plan, system: System): readonly System[] | undefined {
  const holder = holderOf(plan, system);
  return holder === undefined ? undefined : holder === system ? [system] : path(plan, holder, system, new Set());
}

function path(plan: Plan, from: System, to: System, met: Set<System>): readonly System[] | undefined {
  met.add(from);
  const holder = holderOf(plan, from);
  const waitsFor = [
    ...(holder === undefined ? [] : [holder]),
    ...from.dependsOn.flatMap(({ name }) => plan.systems.find((each) => each.name === name) ?? []),
  ];
  if (waitsFor.includes(to)) return [from];
  for (const next of waitsFor) {
    const rest = met.has(next) ? undefined : path(plan, next, to, met);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}

/** The system on the same host whose backup holds the only password of this one's. */
function holderOf(plan: Plan, system: System): System | undefined {
  const file = system.credentials;
  if (file === undefined || !needsPassword(plan, system)) return undefined;
  return plan.systems.find(
    (each) =>
      each.exempt === undefined && each.at === system.at && each.host === system.host && each.blocks.length > 0 && covers(each, file),
  );
}

/** Whether every job writes to a repository with a password, and no key of the plan says where that is kept too. */
function needsPassword({ storages }: Plan, { blocks }: System): boolean {
  const jobs = blocks.flatMap((block) => block.jobs);
  const hasKey = (to: string): boolean => storages.find(({ name }) => name === to)?.key !== undefined;
  return jobs.length > 0 && jobs.every(({ tool, key, to }) => key === undefined && !hasKey(to) && locking.has(tool?.value ?? ''));
}

function covers({ paths, excludes }: System, file: string): boolean {
  const within = (folder: string): boolean => file === folder || file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
  return paths.some(within) && !excludes.some(within);
}

function credentialsPlace({ place: { file }, statement }: System): Place | undefined {
  const said = statement.block?.statements.find(({ id: each }) => each === 'system.credentials');
  return said === undefined ? undefined : { file, range: said.range };
}
