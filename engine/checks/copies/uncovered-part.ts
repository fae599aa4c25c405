import type { Job, System } from '../../plan/model.ts';
import { isBackedUp, needsBackup } from '../backups.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import { titlePlace } from '../header.ts';
import { areVital, tempered } from '../quiet.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'uncovered-part', severity: 'warning' } as const;

export const uncoveredPart: Check = {
  ...id,
  group: 'copies',
  summary: 'A dump leaves out roles or users, or configuration and secrets are in no backup.',
  *run(context) {
    for (const system of context.judged) {
      if (!needsBackup(system, context.catalogue)) continue;
      if (system.kind === 'postgresql') yield* withoutRoles(context, system);
      if (system.kind === 'mysql' || system.kind === 'mariadb') yield* withoutUsers(context, system);
    }
    yield* withoutConfiguration(context);
  },
};

/** Roles belong to no database, so pg_dump has none of them. */
function* withoutRoles(context: CheckContext, system: System): Generator<Finding> {
  const first = bareDump(context, system, ['pg_dump']);
  if (first === undefined || context.plan.systems.some(({ dump }) => dump?.includes('pg_dumpall'))) return;
  const message = `\`pg_dump\` leaves the roles of \`${system.name}\` out, with their passwords and the grants on parameters: a restored database has nobody who may log in. Dump to a disk or a bucket first, whose script saves them too, and copy from there, or add a system of kind custom with \`dump with "pg_dumpall --globals-only"\`.`;
  yield report(context, system, first, message);
}

/** Users lie in the database `mysql`: a dump of other databases has none of them. */
function* withoutUsers(context: CheckContext, system: System): Generator<Finding> {
  const first = bareDump(context, system, ['mysqldump', 'mariadb-dump']);
  if (first === undefined || system.databases.length === 0 || system.databases.includes('mysql')) return;
  const databases = listed(system.databases.map((name) => `"${name}"`));
  const message = `\`${first.tool?.value}\` of ${databases} leaves the users of \`${system.name}\` out: they lie in the database mysql. Add "mysql" to \`database\`.`;
  yield report(context, system, first, message);
}

/** The first full of a system whose fulls are all plain dumps by these tools: the scripts that are written save roles and users too. */
function bareDump({ plan }: CheckContext, system: System, tools: readonly string[]): Job | undefined {
  const fulls = system.blocks.flatMap(({ jobs }) => jobs.filter(({ word }) => word === 'full' || word === 'snapshot'));
  const bare = new Set(plan.storages.filter(({ kind }) => !scripted.has(kind)).map(({ name }) => name));
  return fulls.every(({ tool, to }) => tools.includes(tool?.value ?? '') && bare.has(to)) ? fulls[0] : undefined;
}

/** Kinds of storages that scripts are written for. */
const scripted = new Set(['disk', 'nas', 'removable', 'sftp', 's3']);

function report({ plan }: CheckContext, system: System, job: Job, message: string): Finding {
  return finding(id, system.namePlace, message, {
    severity: tempered(id.severity, plan, system),
    about: system.name,
    related: [{ place: job.place, message: 'This is the job.' }],
  });
}

/** Servers whose settings, certificates and secrets lie beside their data. */
const servers = new Set(['postgresql', 'mysql', 'mariadb', 'mongodb', 'redis', 'etcd', 'sqlserver', 'oracle', 'directory']);

/** Said once, and only where much depends on the plan: nobody else writes every file of a machine down. */
function* withoutConfiguration(context: CheckContext): Generator<Finding> {
  const { plan, judged, catalogue } = context;
  const bare = judged.filter((system) => servers.has(system.kind) && needsBackup(system, catalogue) && isRunHere(system));
  if (bare.length === 0 || !areVital(bare) || plan.systems.some(holdsConfiguration)) return;
  const names = listed([...bare.slice(0, MOST).map(({ name }) => `\`${name}\``), ...(bare.length > MOST ? ['others'] : [])]);
  const deployed = plan.systems.some((system) => system.kind === 'git' && isBackedUp(system));
  const [from, add] = deployed
    ? ['', 'Add a system']
    : [', or the repository that they are deployed from', 'Add a system for them: of kind git for the repository,'];
  const message = `No backup holds configuration or secrets: the settings, certificates and passwords of ${names}${from}. ${add} of kind files for secrets and what is set by hand, for example \`path "/etc"\`.`;
  yield finding(id, titlePlace(context), message, {
    related: bare.slice(0, MOST).map(({ name, namePlace }) => ({ place: namePlace, message: `\`${name}\` needs them.` })),
  });
}

/** Of many systems so many are named. */
const MOST = 3;

function isRunHere({ blocks }: System): boolean {
  return blocks.some(({ jobs }) => jobs.some(({ managedBy }) => managedBy === undefined));
}

/** A whole machine, or files whose path or name says that they are configuration. */
function holdsConfiguration(system: System): boolean {
  if (!isBackedUp(system)) return false;
  return (
    system.kind === 'vm' ||
    system.kind === 'kubernetes' ||
    [system.name, ...system.paths].some((text) => text === '/' || telling.test(text))
  );
}

const telling = /(?:^|[/_-])(?:etc|conf|config|configuration|secrets?|settings)(?:$|[/_.-])/i;
