/** The scripts of a chain: one a job and copy, pruning, verification, restore, and what its engine needs beside them. */
import type { Assessment } from '../../assess/assessment.ts';
import type { Copy, Job, Plan, Storage, Verify } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { scheduleWords, verifyTime } from '../documents/schedule.ts';
import { bash } from './bash.generated.ts';
import type { Chain } from './coverage.ts';
import type { MakeScript } from './engine.ts';
import { environmentExample } from './environment.ts';
import { fileName, scriptFolder, scriptName } from './names.ts';
import { packedSettings, packedStorages } from './packed.ts';
import { shellArray, shellQuote } from './quote.ts';
import { scriptText } from './script.ts';
import { chainSettings, planSettings, restoreEstimate, retentionSettings, withLogs } from './settings.ts';

export function chainScripts(plan: Plan, chain: Chain, assessment: Assessment, planHash: string): Artifact[] {
  const { engine, system, block, jobs, logs, copies, verifies } = chain;
  const common = [...planSettings(plan, planHash), ...chainSettings(plan, chain), ...packedSettings(chain), ...engine.chainSettings(chain)];
  const make: MakeScript = (path, about, settings, main) => {
    const up = '../'.repeat(path.split('/').length - 2);
    return {
      path,
      text: scriptText({
        libraries: ['lib.sh', ...libraryNames(chain)].map((name) => `${up}${name}`),
        about: [...about, `Plan "${plan.title}", system ${system.name}. Options: --dry-run, --help`],
        settings: [...common, ...settings],
        main,
      }),
      executable: true,
    };
  };
  const home = `scripts/${scriptFolder(system, block)}`;
  const logStorages = withLogs(chain).length === 0 ? [] : [`log_storages=${shellArray(withLogs(chain))}`];
  const pointStorages = [`point_storages=${shellArray(withPoints(chain))}`];
  const verifyScript = (what: 'checksum' | 'restore', about: string): Artifact =>
    make(
      `${home}/verify-${what}.sh`,
      [...verifies.filter((verify) => verify.what === what).map(verifyWords), about],
      [
        ...(what === 'restore' ? [...questions(chain), ...logStorages] : onlyLogKeeps(chain)),
        ...pointStorages,
        `job=${shellQuote(verifies.find((verify) => verify.what === what)?.id ?? `${system.name}/verify-${what}`)}`,
      ],
      bash[`verify-${what}`],
    );
  const estimate = restoreEstimate(assessment, system.name);
  return [
    ...jobs.map((job, index) => make(jobPath(chain, job), [jobWords(job)], jobSettings(chain, job, index), bash.job)),
    ...(engine.fetchesLog ? logs : []).map((job) => make(jobPath(chain, job), [jobWords(job)], logSettings(chain, job), bash.log)),
    ...copies.map((copy) => make(copyPath(chain, copy), [copyWords(copy)], copySettings(chain, copy), bash.copy)),
    ...prunedElsewhere(chain).map((storage) =>
      make(
        prunePath(chain, storage),
        [`Prunes ${storage.name} under its own account, ${storage.account.value}: install it where those credentials are.`],
        pruneSettings(chain, storage),
        bash.prune,
      ),
    ),
    verifyScript('checksum', 'Reads every point and all log, and compares them with what was written.'),
    verifyScript('restore', 'Restores the newest point of each storage in turn into a scratch place, and looks at it.'),
    make(
      `${home}/restore.sh`,
      [
        'Restores into a new place; --in-place replaces the system of the plan. restore.sh --list shows what there is.',
        `restore.sh [--to "2027-03-01 14:05"] [--from STORAGE] [--point NAME] [--into FOLDER] [--yes]`,
        `restore.sh --in-place --i-understand ${system.name} [--data-directory FOLDER] …`,
      ],
      [
        ...questions(chain),
        ...pointStorages,
        ...logStorages,
        `services=${shellArray(system.services)}`,
        `estimate_seconds=${estimate ?? "''"}`,
        `job=${shellQuote(`${system.name}/restore`)}`,
      ],
      bash.restore,
    ),
    ...(packedStorages(chain).some(({ kind }) => kind === 's3')
      ? [
          make(
            `${home}/recover-versions.sh`,
            [
              'Fetches what lay in a bucket with versions at an instant, whatever was deleted or overwritten since.',
              'recover-versions.sh STORAGE "2027-03-01 14:05" FOLDER',
            ],
            [],
            bash['packed-recover'],
          ),
        ]
      : []),
    ...engine.extras(plan, chain, make),
    environmentExample(plan, chain, home),
  ];
}

/** The libraries of a chain beside `lib.sh`, in the order in which they are read. */
export function libraryNames(chain: Chain): string[] {
  return libraryParts(chain).map((name) => `lib-${name}.sh`);
}

/** The files in `bash/` that they are. */
export function libraryParts(chain: Chain): (keyof typeof bash)[] {
  const { name, shares = [] } = chain.engine;
  return [...(packedStorages(chain).length === 0 ? [] : ['packed' as const]), ...shares, name];
}

export function prunePath({ system, block }: Chain, storage: Storage): string {
  return `scripts/${fileName(storage.account.value)}/${scriptFolder(system, block)}/prune-${fileName(storage.name)}.sh`;
}

export function jobPath({ system, block }: Chain, job: Job): string {
  return `scripts/${scriptFolder(system, block)}/${scriptName(job.id)}`;
}

/** A copy runs where the credentials of its target are. */
export function copyAccount({ system, storages }: Chain, copy: Copy): string {
  return storages.find(({ name }) => name === copy.to)?.account.value ?? system.account.value;
}

export function copyPath(chain: Chain, copy: Copy): string {
  const { system, block } = chain;
  const account = copyAccount(chain, copy);
  return `scripts/${account === system.account.value ? '' : `${fileName(account)}/`}${scriptFolder(system, block)}/${scriptName(copy.id)}`;
}

export function verifyPath({ system, block }: Chain, verify: Verify): string {
  return `scripts/${scriptFolder(system, block)}/verify-${verify.what}.sh`;
}

/** Storages that a full writes to, but may not delete from. */
export function prunedElsewhere(chain: Chain): Storage[] {
  return chain.storages.filter(
    (storage) => storage.account.value !== chain.system.account.value && chain.jobs.some(({ to }) => to === storage.name),
  );
}

function withPoints({ jobs, copies }: Chain): string[] {
  return [...new Set([...jobs, ...copies].map(({ to }) => to))];
}

function jobSettings(chain: Chain, job: Job, index: number): string[] {
  const storage = chain.storages.filter(({ name }) => name === job.to);
  return [
    ...storage.flatMap((each) => retentionSettings(chain, each)),
    ...chain.engine.jobSettings(chain, job),
    `job=${shellQuote(job.id)}`,
    `word=${job.word}`,
    `storage=${shellQuote(job.to)}`,
    `lock_turn=${index * 2}`,
    `prunes=${storage.every(({ account }) => account.value === chain.system.account.value) ? 'yes' : 'no'}`,
  ];
}

function logSettings(chain: Chain, job: Job): string[] {
  return [...chain.engine.jobSettings(chain, job), `job=${shellQuote(job.id)}`, `storage=${shellQuote(job.to)}`];
}

function copySettings(chain: Chain, copy: Copy): string[] {
  const target = chain.storages.filter(({ name }) => name === copy.to);
  return [
    ...target.flatMap((storage) => retentionSettings(chain, storage)),
    `job=${shellQuote(copy.id)}`,
    `from=${shellQuote(copy.from)}`,
    `to=${shellQuote(copy.to)}`,
    `moves=${copy.move ? 'yes' : 'no'}`,
  ];
}

function pruneSettings(chain: Chain, storage: Storage): string[] {
  return [
    ...retentionSettings(chain, storage),
    `job=${shellQuote(`${chain.system.name}/prune-${storage.name}`)}`,
    `storage=${shellQuote(storage.name)}`,
  ];
}

/** With `keep logs` a log that begins after the oldest point is no hole. */
function onlyLogKeeps(chain: Chain): string[] {
  const keeps = chain.storages.flatMap((storage) => retentionSettings(chain, storage).filter((line) => line.startsWith('log_keep=')));
  return keeps.map((line) => line.replace('log_keep=(', 'log_keep+=('));
}

/** What a restored system is asked. */
function questions(chain: Chain): string[] {
  const expect = chain.engine.asksNothing !== undefined ? undefined : chain.verifies.find((verify) => verify.expect !== undefined)?.expect;
  return [...chain.engine.questions(chain), ...(expect === undefined ? [] : [`expect=${shellQuote(expect)}`])];
}

function jobWords(job: Job): string {
  return `${job.word} ${job.schedule === 'continuous' ? 'continuous' : scheduleWords(job.schedule)} to ${job.to}`;
}

function copyWords(copy: Copy): string {
  const when = 'after' in copy.schedule ? `after ${copy.schedule.after.join(', ')}` : scheduleWords(copy.schedule);
  return `${copy.move ? 'move' : 'copy'} ${when} from ${copy.from} to ${copy.to}`;
}

function verifyWords(verify: Verify): string {
  return `verify ${verify.what} ${verifyTime(verify)}`;
}
