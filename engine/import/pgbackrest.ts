/** `pgbackrest.conf`: clusters and their repositories. When backups run, only what starts them knows. */
import { atEndpoint } from './amazon.ts';
import type { Call } from './runs.ts';
import { withoutPassword } from './secrets.ts';
import { ImportError, type Left, type Origin, type Sealed, type Source, type Step, type Target, type When } from './step.ts';

interface Setting {
  readonly value: string;
  readonly line: number;
}
type Section = ReadonlyMap<string, Setting>;

/** Steps and what was left out. `calls` are those of pgBackRest that a crontab has. */
export function readPgbackrest(
  text: string,
  file: string,
  calls: readonly Call[],
): { readonly steps: readonly Step[]; readonly left: readonly Left[] } {
  const sections = sectionsOf(text);
  const stanzas = [...sections.keys()].filter((name) => name !== 'global' && !name.includes(':'));
  const global = sections.get('global') ?? new Map<string, Setting>();
  const left: Left[] = [];
  const steps = stanzas.flatMap((stanza) => {
    const settings = new Map([
      ...global,
      ...(sections.get('global:backup') ?? []),
      ...(sections.get(stanza) ?? []),
      ...(sections.get(`${stanza}:backup`) ?? []),
    ]);
    if (![...settings.keys()].some((key) => /^pg\d+-(?:path|host)$/u.test(key))) {
      left.push({
        origin: { file, line: lineOf(text, `[${stanza}]`) },
        because: `the stanza ${stanza} has no pg1-path, so it names no cluster`,
      });
      return [];
    }
    return stanzaSteps(
      stanza,
      settings,
      file,
      calls.filter((call) => call.stanza === undefined || call.stanza === stanza),
      left,
    );
  });
  if (stanzas.length === 0) {
    // The half of a database server: the stanza is the repository host's.
    throw new ImportError(
      `${file} names no stanza. A section like [main] with pg1-path is needed; on a repository host it stands in its pgbackrest.conf.`,
    );
  }
  return { steps, left };
}

/** Sections of `key=value`. A setting that is there twice has its last value. */
function sectionsOf(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Map<string, Setting>>();
  let current = new Map<string, Setting>();
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    const head = /^\s*\[([^\]]+)\]\s*$/u.exec(line);
    if (head !== null) {
      const name = (head[1] ?? '').trim();
      current = sections.get(name) ?? new Map<string, Setting>();
      sections.set(name, current);
      continue;
    }
    const setting = /^\s*([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/u.exec(line);
    // Before version 2 settings of the first cluster and repository had no number.
    if (setting !== null) current.set(numbered(setting[1] ?? ''), { value: withoutPassword(setting[2] ?? ''), line: index + 1 });
  }
  return sections;
}

function numbered(key: string): string {
  if (/^db-/u.test(key)) return key.replace(/^db-/u, 'pg1-');
  if (/^(?:pg|repo)-/u.test(key)) return key.replace(/^(pg|repo)-/u, '$11-');
  return /^retention-/u.test(key) ? `repo1-${key}` : key;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}

function stanzaSteps(stanza: string, settings: Section, file: string, calls: readonly Call[], left: Left[]): Step[] {
  const say = (key: string): string | undefined => settings.get(key)?.value;
  const origin = (key: string): Origin => ({ file, line: settings.get(key)?.line ?? 1 });
  const source = cluster(stanza, settings);
  const numbers = [...new Set([...settings.keys()].flatMap((key) => /^repo(\d+)-/u.exec(key)?.[1] ?? []))]
    .map(Number)
    .sort((one, other) => one - other);
  for (const [key, { line }] of settings) {
    if (/^repo\d+-(?:bundle|block)|^archive-push-queue-max$/u.test(key) && key === 'archive-push-queue-max')
      left.push({
        origin: { file, line },
        because:
          'archive-push-queue-max drops log once so much of it waits: then no instant after that can be restored until the next backup',
      });
  }
  return (numbers.length === 0 ? [1] : numbers).flatMap((number) => {
    const repository = `repo${number}`;
    const to = repositoryTarget(repository, say);
    const at = origin(
      [`${repository}-path`, `${repository}-s3-bucket`, `${repository}-host`].find((key) => settings.has(key)) ?? 'pg1-path',
    );
    const sealed = sealing(repository, say);
    const common = { does: 'save', source, to, tool: 'pgbackrest', sealed } as const;
    const jobs = ofRepository(calls);
    const saves: Step[] =
      jobs.length === 0
        ? [{ ...common, word: 'full', origin: at }]
        : jobs.map(({ word, when, origin: called }) => ({ ...common, word, when, origin: called }));
    const log: Step[] = say('archive-check') === 'n' ? [] : [{ ...common, word: 'log', origin: at, when: { words: 'continuous', run: 0 } }];
    const fulls = jobs.find(({ word }) => word === 'full')?.when;
    return [...saves, ...log, ...keepSteps(repository, say, to, origin, jobs, fulls)];
  });
}

function sealing(repository: string, say: (key: string) => string | undefined): Sealed | undefined {
  if (say(`${repository}-cipher-type`)?.startsWith('aes') === true) return 'here';
  if (say(`${repository}-s3-sse-customer-key`) !== undefined) return 'here';
  return say(`${repository}-s3-kms-key-id`) === undefined ? undefined : 'store';
}

/** Each line that starts a backup is a job; of the lines without `--type` the first is what makes the fulls. */
function ofRepository(calls: readonly Call[]): readonly Call[] {
  if (calls.length === 0 || calls.some(({ word }) => word === 'full')) return calls;
  const [first, ...others] = calls;
  return first === undefined ? [] : [{ ...first, word: 'full' }, ...others];
}

function cluster(stanza: string, settings: Section): Source {
  const hosts = [...settings].flatMap(([key, { value }]) => (/^pg\d+-host$/u.test(key) ? [value] : []));
  const here = settings.has('pg1-host') ? hosts[0] : undefined;
  const port = settings.get('pg1-port')?.value ?? '';
  return {
    kind: 'postgresql',
    label: stanza,
    host: here,
    port: /^\d{1,5}$/u.test(port) ? Number(port) : undefined,
    user: settings.get('pg1-user')?.value,
    databases: [],
    paths: [],
    excludes: [],
    standbys: hosts.filter((host) => host !== here),
    unknown: [
      settings.get('archive-check')?.value === 'n'
        ? 'log: archive-check=n, so backups do not look whether it is archived; ask the server for archive_command'
        : 'lag: how far its log may be behind; ask the server for archive_timeout',
    ],
  };
}

function repositoryTarget(repository: string, say: (key: string) => string | undefined): Target {
  const path = say(`${repository}-path`) ?? '/var/lib/pgbackrest';
  switch (say(`${repository}-type`)) {
    case 's3': {
      const target: Target = { kind: 's3', bucket: say(`${repository}-s3-bucket`), region: say(`${repository}-s3-region`), path };
      const endpoint = say(`${repository}-s3-endpoint`);
      return endpoint === undefined ? target : atEndpoint(target, endpoint);
    }
    case 'azure':
      return { kind: 'azure-blob', bucket: say(`${repository}-azure-container`), path };
    case 'gcs':
      return { kind: 'gcs', bucket: say(`${repository}-gcs-bucket`), path };
    case 'sftp':
      return { kind: 'sftp', host: say(`${repository}-sftp-host`), user: say(`${repository}-sftp-host-user`), path };
    case 'cifs':
      return { kind: 'nas', path };
    default: {
      const host = say(`${repository}-host`);
      if (host !== undefined) return { kind: 'sftp', host, user: say(`${repository}-host-user`), path };
      return { kind: /nas|nfs/iu.test(path) ? 'nas' : 'disk', path };
    }
  }
}

const DAY = 86400;

function keepSteps(
  repository: string,
  say: (key: string) => string | undefined,
  on: Target,
  origin: (key: string) => Origin,
  jobs: readonly Call[],
  fulls: When | undefined,
): Step[] {
  const key = `${repository}-retention-full`;
  const amount = Number(say(key));
  if (!Number.isInteger(amount) || amount < 1 || amount > 100_000) return [];
  const byTime = say(`${key}-type`) === 'time';
  const rule = byTime ? days(amount) : byCount(amount, jobs, fulls);
  return rule === undefined ? [] : [{ does: 'keep', on, rules: [rule], origin: origin(key) }];
}

/** So many fulls reach back at least over the pauses between them; what hangs on them is kept as long. */
function byCount(amount: number, jobs: readonly Call[], fulls: When | undefined): string {
  const onlyFulls = jobs.every(({ word }) => word === 'full');
  if (onlyFulls || fulls?.every === undefined || amount === 1) return `${amount} last`;
  return days(Math.round(((amount - 1) * fulls.every) / DAY));
}

function days(count: number): string {
  return `${count} day${count === 1 ? '' : 's'}`;
}
