import type { Job, System } from '../../plan/model.ts';
import { sharingServer } from '../../plan/servers.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { finding } from '../report.ts';
import { listed, listedSome } from '../words.ts';

const id = { code: 'shared-server', severity: 'error' } as const;

export const sharedServer: Check = {
  ...id,
  group: 'loss',
  summary: 'A tool that copies and restores a whole database server backs up one of several systems on it.',
  *run(context) {
    const seen = new Set<string>();
    for (const system of context.judged) {
      if (seen.has(system.name)) continue;
      const others = sharingServer({ systems: context.judged }, system);
      if (others.length === 0) continue;
      const together = [system, ...others];
      for (const { name } of together) seen.add(name);
      const whole = restoredTogether(context, together);
      yield* whole.length > 0 ? whole : loggedTogether(together);
    }
  },
};

/** A restore of one takes the others back: one for each that is backed up so, since each has to change. */
function restoredTogether({ catalogue }: CheckContext, together: readonly System[]): readonly Finding[] {
  const toolOf = ({ tool }: Job) => (tool === undefined ? undefined : catalogue.tools[tool.value]);
  const archives = (system: System): boolean => jobsOf(system).some((job) => job.word === 'log' && toolOf(job)?.oneArchive);
  const isArchivedTwice = together.filter(archives).length > 1;
  return together.flatMap((system) => {
    const tools = [...new Set(jobsOf(system).flatMap((job) => (toolOf(job)?.wholeServer ? (job.tool?.value ?? []) : [])))];
    if (tools.length === 0) return [];
    const others = together.filter((each) => each !== system);
    const log = isArchivedTwice && archives(system) ? ", and only one of them can have the server's log" : '';
    const dumps = (catalogue.systems[system.kind]?.tools ?? []).filter((name) => !catalogue.tools[name]?.wholeServer);
    const remedy = dumps.length === 0 ? '' : `, or back each database up with ${listed(dumps, 'or')}`;
    const message = `${lieOnOne(together)}, and ${listed(tools)} ${tools.length > 1 ? 'copy and restore' : 'copies and restores'} all of it: a restore of \`${system.name}\` takes ${named(others)} back to the same instant${log}. Write the server as one system${remedy}.`;
    return finding(id, system.namePlace, message, { about: system.name, related: related(others) });
  });
}

/** Each alone can be restored from dumps and the log, and each keeps all of the server for it. */
function loggedTogether(together: readonly System[]): readonly Finding[] {
  const system = together.find((each) => jobsOf(each).some(({ word, tool }) => word === 'log' && tool !== undefined));
  if (system === undefined) return [];
  const others = together.filter((each) => each !== system);
  const message = `${lieOnOne(together)}, and its log, with the dumps that it is replayed on, is that of all of them: the backup of \`${system.name}\` takes the room and the time of ${named(others)} too, which no figure here reckons with. Write the server as one system, or do without \`log\`.`;
  return [finding(id, system.namePlace, message, { severity: 'warning', about: system.name, related: related(others) })];
}

function lieOnOne(together: readonly System[]): string {
  const { host = '', port } = together[0] ?? {};
  return `${named(together)} lie on one server (${host}${port === undefined ? '' : `, port ${port}`})`;
}

function named(systems: readonly System[]): string {
  return listedSome(systems.map(({ name }) => `\`${name}\``));
}

function related(others: readonly System[]): Finding['related'] {
  return others.map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` lies on the same server.` }));
}

function jobsOf({ blocks }: System): readonly Job[] {
  return blocks.flatMap(({ jobs }) => jobs);
}
