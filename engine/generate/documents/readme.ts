import type { Plan, Storage } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { MANIFEST, README } from '../manifest.ts';
import { proofWords, reachOfKind, standbyWords } from '../proof/proof.ts';
import { veleroJobs } from '../schedule/velero.ts';
import { type Chain, chains, isLocal, type Missing } from '../scripts/coverage.ts';
import { archiveConf, installFolder } from '../scripts/names.ts';
import { packedStorages } from '../scripts/packed.ts';
import { pairFolder, pairs } from '../scripts/pairs.ts';
import { keyOn } from '../scripts/settings.ts';
import { header } from './header.ts';
import { twoKinds } from './install/keys.ts';
import { enableCommands, foldersThere, onSeveral } from './install/machines.ts';
import { serverSteps } from './install/servers.ts';
import { code, fence, plain } from './markdown/escape.ts';
import { table } from './markdown/table.ts';
import { shellWord } from './shell.ts';
import type { Source } from './source.ts';
import { list } from './words.ts';

type Path = Pick<Artifact, 'path'>;

const VELERO = 'schedule/velero';
const FOLDERS: readonly (readonly [string, string])[] = [
  ['scripts', 'backup, copy, verification and restore, a folder for each system'],
  ['config', 'configuration that the systems need beside the scripts'],
  ['schedule', 'when the scripts run'],
  ['monitoring', 'rules that raise the alarm'],
  ['documents', 'runbooks, plans and schedules for people; who reads which is below'],
  ['pictures', 'what the documents show: scenarios, copies, the order of recovery, restore points, the timeline, cost'],
];

/** The page that explains the folder. `artifacts` is everything else that lies in it. */
export function readme(source: Source, artifacts: readonly Path[], missing: readonly Missing[]): Artifact {
  const parts = [
    `# ${plain(source.plan.title)}`,
    'Generated from a backup plan. In an emergency open the runbook of what has happened:',
    source.plan.scenarios.map(({ name }) => `- [${plain(name)}](documents/runbook-${name}.md)`).join('\n'),
    ...alone(artifacts),
    header(source),
    '## What is here',
    contents(artifacts),
    '## Who reads what',
    readers(artifacts),
    ...install(source, artifacts),
    '## What is not generated',
    missing.length === 0
      ? 'Everything that the plan asks for is here.'
      : table(
          ['For', 'Why'],
          missing.map(({ about, because }) => [code(about), plain(because)]),
        ),
    ...restored(source.plan),
    '## Changing it',
    `Change ${code(source.planFile)} and generate again. A file that was edited since is left as it is, and the new text is put beside it with the ending ${code('.new')}; ${code(MANIFEST)} has the hashes that this is told by. In Markdown, what stands between ${code('<!-- keep NAME -->')} and ${code('<!-- /keep -->')} is carried over.`,
    fence('sh', `backupplan generate ${shellWord(source.planFile)}`),
  ];
  return { path: README, text: `${parts.join('\n\n')}\n`, executable: false };
}

function alone(artifacts: readonly Path[]): readonly string[] {
  const pages = artifacts.flatMap(({ path }) => /^documents\/restore-(.+)\.md$/u.exec(path)?.[1] ?? []);
  if (pages.length === 0) return [];
  return [
    `Where the data of one system are wrong and all else runs: ${list(pages.map((name) => `[${plain(name)}](documents/restore-${name}.md)`))}.`,
  ];
}

/** Whether what the scripts make has ever come back, job by job. */
function restored(plan: Plan): readonly string[] {
  const rows = chains(plan).flatMap(({ storages, jobs, logs }) =>
    [...jobs, ...logs].map((job) => {
      const kind = storages.find(({ name }) => name === job.to)?.kind ?? '';
      const tool = job.tool?.value ?? '';
      const reach = reachOfKind(kind);
      return [code(job.id), plain(tool), reach === undefined ? 'NOT PROVED' : plain(proofWords({ tool, job: job.word, storage: reach }))];
    }),
  );
  for (const { job, storage } of veleroJobs(plan))
    rows.push([code(job.id), 'velero', plain(proofWords({ tool: 'velero', job: job.word, storage: reachOfKind(storage.kind) ?? 's3' }))]);
  const standbys = pairs(plan);
  for (const { system, standby } of standbys)
    rows.push([code(`${system.name}, the standby at ${standby.at}`), 'pg_ctl promote, pg_rewind', plain(standbyWords(system.kind))]);
  if (rows.length === 0) return [];
  return [
    '## What has been restored for real',
    `Before each release, drills run scripts like these against real servers, destroy them, restore and compare. That your own backups come back is shown by \`verify-restore.sh\` alone${standbys.length === 0 ? '' : '; that your own standby takes over, by a day on which it does'}.`,
    table(['Job', 'Tool', 'In the drills'], rows),
  ];
}

/** By the beginning of the file's name below `documents/`. */
const READERS: readonly (readonly [string, string, string])[] = [
  ['runbook-', 'who is on call', 'every step of a disaster, from the first alarm until all is as before'],
  ['restore-', 'who is on call', 'the same where the data of one system are wrong and all else runs'],
  [
    'disaster-recovery-plan',
    'who leads a recovery',
    'who declares and who is called, what comes back in which order, how soon and from where',
  ],
  [
    'strategy',
    'management, new colleagues',
    'one page on what is kept and what is not, then why each system is backed up so, and what comes next',
  ],
  [
    'cost-estimate',
    'management',
    'what the storages cost now and in three years, what a disaster costs to read back, what would cost less',
  ],
  [
    'retention-policy',
    'auditors, data protection',
    'what is kept for how long, when something erased is gone, legal holds, the evidence for each clause',
  ],
  ['testing-schedule', 'who tests restores', 'what each test shows, and a calendar of a year; `.ics` for a calendar program'],
  ['training', 'whoever is trained', 'questions with the numbers of this plan, a restore to practise, a card'],
  ['training-answers', 'whoever trains', 'the answers, each with its sum'],
  ['tabletop-', 'participants of a table-top exercise', 'the situation, and the report afterwards'],
  ['facilitator-', 'who leads that exercise, and nobody else', 'what happens when, and what is expected then'],
];

function readers(artifacts: readonly Path[]): string {
  const documents = artifacts.flatMap(({ path }) =>
    path.startsWith('documents/') && path.endsWith('.md') ? [path.slice('documents/'.length, -'.md'.length)] : [],
  );
  const rows = READERS.flatMap(([start, who, what]) => {
    const mine = documents.filter((name) => (start.endsWith('-') ? name.startsWith(start) : name === start));
    return mine.length === 0 ? [] : [[mine.map((name) => `[${plain(name)}](documents/${encodeURI(name)}.md)`).join(', '), who, what]];
  });
  return table(['Document', 'For', 'What it says'], rows);
}

/** More files than this are counted, and found by their names. */
const NAMED = 12;

function contents(artifacts: readonly Path[]): string {
  const rows = FOLDERS.flatMap(([top, what]) => {
    const folders = [
      ...new Set(artifacts.map(({ path }) => folderOf(path)).filter((folder) => folder === top || folder.startsWith(`${top}/`))),
    ];
    return folders.map((folder) => {
      const inside = artifacts.filter(({ path }) => folderOf(path) === folder).map(({ path }) => path);
      const links = inside.map((path) => `[${plain(path.slice(folder.length + 1))}](${encodeURI(path)})`);
      return [code(`${folder}/`), folder === folders[0] ? what : '', links.length > NAMED ? `${links.length} files` : links.join(', ')];
    });
  });
  return table(['Folder', 'What it is for', 'Files'], rows);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The steps depend on what was generated. */
function install({ plan }: Source, artifacts: readonly Path[]): readonly string[] {
  const paths = artifacts.map(({ path }) => path);
  const below = (folder: string): readonly string[] => paths.filter((path) => path.startsWith(`${folder}/`));
  const velero = below(VELERO).map((path) => `Apply ${code(path)} to the cluster, as its head says.`);
  if (below('scripts').length === 0 && velero.length === 0) return [];
  const last = 'Restore one system, before you rely on any of this.';
  const check = below('schedule/kubernetes').map((path) => `Apply ${code(path)} too, and the plan is checked each morning.`);
  if (below('scripts').length === 0) return numbered([...velero, ...check, last]);
  const schedule = below('schedule').filter((path) => !path.startsWith(`${VELERO}/`));
  const settings = paths.filter((path) => path.endsWith('/env.example'));
  const inits = paths.filter((path) => path.endsWith('/init.sh'));
  const elsewhere = plan.storages
    .map(({ account }) => account.value)
    .filter((account, index, all) => all.indexOf(account) === index && below(`scripts/${account}`).length > 0);
  const covered = chains(plan);
  const packed = covered.flatMap((chain) => packedStorages(chain).map((storage) => ({ storage, key: keyOn(chain, storage) })));
  const storages = plan.storages.filter(
    (storage) => (isLocal(storage) && storage.path !== undefined) || packed.some((each) => each.storage.name === storage.name),
  );
  const keys = [...new Set(packed.flatMap(({ key }) => key ?? []))];
  const buckets = [...new Set(packed.flatMap(({ storage }) => (storage.kind === 's3' ? [storage.name] : [])))];
  const steps = [
    `Copy this folder to ${code(installFolder(plan))} on each machine that runs a job; only root may write there. No password is in it.`,
    ...elsewhere.map(
      (account) =>
        `What lies in ${code(`scripts/${account}/`)} runs with the credentials of ${plain(account)}: on a machine that production cannot log in to.${foldersThere(covered, account)}`,
    ),
    ...serverSteps(covered),
    ...(packed.length === 0
      ? []
      : [
          `Install ${keys.length === 0 ? 'rclone and zstd' : 'rclone, zstd and age'} on these machines: what goes to ${list([...new Set(packed.map(({ storage }) => code(storage.name)))])} goes through them.`,
        ]),
    ...(keys.length === 0
      ? []
      : [
          `Make ${list(keys.map((key) => code(key)))} with ${code('age-keygen')}, a file each, and keep every file in other places too: without it nothing that it encrypts comes back. A machine that only writes needs no more than the line of it that begins with ${code('age1')}.${twoKinds(covered, keys)}`,
        ]),
    ...(buckets.length === 0
      ? []
      : [
          `Give ${list(buckets.map((name) => code(name)))} a lifecycle rule that removes unfinished uploads after a week and, where versions are kept, those that are not current once no lock holds them: until then what the scripts remove is only hidden, and paid for.`,
        ]),
    ...(settings.length === 0 ? [] : [`Copy ${settings.map((path) => code(path)).join(', ')} to where its head says, and fill it in.`]),
    ...(paths.includes('scripts/prepare.sh') && storages.length > 0
      ? [
          `Mount each storage${packed.some(({ storage }) => !isLocal(storage)) ? ', see that the others are reached,' : ''} and mark ${storages.length === 1 ? 'it' : 'each'} once, so that a missing mount is noticed:\n\n${fence('bash', storages.map(({ name }) => `sudo ${installFolder(plan)}/scripts/prepare.sh ${shellWord(name)}`).join('\n'))}\n${elsewhere.length === 0 ? '' : `\nWhere another account keeps the storage, add ${code('--owner USER')}, who alone can delete there, and ${code('--readers GROUP')}, whose members may read: who copies from a storage is a member of the group of its readers, and so is production on the day of the disaster.\n`}`,
        ]
      : []),
    ...(inits.length === 0
      ? []
      : [
          `Make the repository on each storage once, those that jobs write to first, with ${list(inits.map((path) => code(`${path} STORAGE`)))}. A password that it has is needed for every restore: keep it in other places too.`,
        ]),
    ...pairs(plan).map(
      (pair) =>
        `On both machines of ${plain(pair.system.name)} (${code(pair.home)} and ${code(pair.host)}) run ${code(`scripts/${pairFolder(pair)}/status.sh`)} by a timer of your own, and let its failure be heard: it says when the standby does not follow, or is further behind than the plan reckons with.`,
    ),
    ...below('config').map((path) => `Put ${code(path)} in place, as its head says.${writtenBy(plan, path)}`),
    'Run each job once with `--dry-run`, then once for real, as the user that will run it (for PostgreSQL mostly `postgres`).',
    ...(schedule.length === 0
      ? ['Have each job run when the plan says.']
      : [
          `Install what is in \`schedule/\` (${plain(plan.scheduler.value)}) on the machine that runs each job.${oneAlone(plan, covered)}${enabled(plan, covered)}`,
        ]),
    ...velero,
    ...(below('monitoring').length === 0 ? [] : ['Load the rules in `monitoring/`, and see an alarm arrive.']),
    last,
  ];
  return numbered(steps);
}

function numbered(steps: readonly string[]): readonly string[] {
  return ['## How to install it', steps.map((step, index) => listItem(`${index + 1}. `, step)).join('\n')];
}

/** Where the server itself writes by a setting; nothing for other files of `config/`. */
function writtenBy(plan: Plan, path: string): string {
  const chain = chains(plan).find(({ system, block }) => path === archiveConf(system, block));
  if (chain === undefined) return '';
  const named = new Set(chain.logs.map(({ to }) => to));
  const places = chain.storages.filter(({ name }) => named.has(name)).map((storage) => placeOf(storage));
  return ` The server of ${plain(chain.system.name)} then writes its log itself, to ${list(places)}: ${places.length === 1 ? 'that has' : 'these have'} to be mounted on the machine of the server, or reached from there, and the user that it runs as has to be able to write there.`;
}

/** A folder with its path, anything else by its name alone. */
function placeOf(storage: Storage): string {
  return isLocal(storage) && storage.path !== undefined ? `${code(storage.name)} (${code(storage.path)})` : code(storage.name);
}

/** Not for Kubernetes, where one cluster has them all. */
function oneAlone(plan: Plan, covered: readonly Chain[]): string {
  if (!onSeveral(covered) || plan.scheduler.value === 'kubernetes') return '';
  return ' That is the machine of its system; what only asks a server over the network may run elsewhere too. Let each job run on one machine alone, and leave out there what belongs to others.';
}

/** Commands for systemd; what the others need stands at the head of their files. */
function enabled(plan: Plan, covered: readonly Chain[]): string {
  if (plan.scheduler.value !== 'systemd') return ' The head of each file says how.';
  const commands = [
    `sudo cp ${shellWord(installFolder(plan))}/schedule/backupplan-* /etc/systemd/system/`,
    'sudo systemctl daemon-reload',
    enableCommands(plan, covered),
  ];
  return `\n\n${fence('bash', commands.join('\n'))}\n`;
}

/** Every line of it stands below the first. */
function listItem(mark: string, text: string): string {
  return mark + text.replace(/\n(?=.)/gu, `\n${' '.repeat(mark.length)}`);
}
