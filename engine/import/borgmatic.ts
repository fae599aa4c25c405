/** borgmatic's configuration, in sections (up to version 1.7) and without (since 1.8). */
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { NotUnderstood } from './reader.ts';
import { keepRule, repositoryPlace } from './repositories.ts';
import type { Call } from './runs.ts';
import { withoutPassword } from './secrets.ts';
import { literal } from './shell.ts';
import { ImportError, type Left, type Origin, type Sealed, type Source, type Step, type Target } from './step.ts';

const SECTIONS = ['location', 'storage', 'retention', 'consistency', 'hooks', 'output'] as const;
const PERIODS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
/** More aliases than any configuration has: YAML can say a thousand million things in ten lines. */
const MOST_ALIASES = 100;

interface Configuration {
  get(name: string): unknown;
  origin(name: string): Origin;
}

/** Steps and what was left out. `calls` are those of borgmatic that a crontab has. Throws ImportError where it is no configuration. */
export function readBorgmatic(
  text: string,
  file: string,
  calls: readonly Call[],
): { readonly steps: readonly Step[]; readonly left: readonly Left[] } {
  const configuration = open(text, file);
  const repositories = targetsOf(configuration);
  const left: Left[] = [];
  const steps: Step[] = [];
  const runs = calls.length === 0 ? [undefined] : calls;
  const sealed = sealing(configuration);
  for (const { to, origin } of repositories) {
    if ('because' in to) {
      left.push({ origin, because: to.because });
      continue;
    }
    for (const { source, origin: at, managedBy } of sources(configuration)) {
      for (const call of runs)
        steps.push({
          does: 'save',
          source,
          word: 'full',
          to,
          sealed,
          origin: at,
          when: call?.when,
          ...(managedBy ? { managedBy: 'borgmatic' } : { tool: 'borg' }),
        });
    }
    const rules = [
      ...keepRule('within', textOf(configuration.get('keep_within'))),
      ...PERIODS.flatMap((each) => keepRule(each, textOf(configuration.get(`keep_${each}`)))),
    ];
    if (rules.length > 0) {
      const first = PERIODS.map((each) => `keep_${each}`).find((name) => configuration.get(name) !== undefined) ?? 'keep_within';
      steps.push({ does: 'keep', on: to, rules, origin: configuration.origin(first) });
    }
    const check = checks(configuration);
    if (check !== undefined) steps.push({ does: 'check', on: to, origin: configuration.origin('checks'), when: runs[0]?.when, ...check });
  }
  return { steps, left: [...left, ...leftOut(configuration)] };
}

function open(text: string, file: string): Configuration {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent', customTags: (tags) => [...tags, ...foreign] });
  const [error] = document.errors;
  if (error !== undefined)
    throw new ImportError(`${file} is no YAML: line ${error.linePos?.[0].line ?? 1}: ${error.code.toLowerCase().replaceAll('_', ' ')}`);
  const whole = plainValue(document, file);
  if (whole === null || typeof whole !== 'object' || Array.isArray(whole))
    throw new ImportError(`${file} is no configuration of borgmatic: settings are expected, one a line`);
  const settings = whole as Readonly<Record<string, unknown>>;
  const places = SECTIONS.flatMap((section) => {
    const inner = Object.hasOwn(settings, section) ? settings[section] : undefined;
    return inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? [{ path: [section], inner: inner as Readonly<Record<string, unknown>> }]
      : [];
  });
  const all = [{ path: [] as string[], inner: settings }, ...places];
  const found = (name: string) => all.find(({ inner }) => Object.hasOwn(inner, name));
  const configuration: Configuration = {
    get: (name) => found(name)?.inner[name],
    origin: (name) => {
      const node = document.getIn([...(found(name)?.path ?? []), name], true) as { readonly range?: readonly number[] | null } | undefined;
      return { file, line: counter.linePos(node?.range?.[0] ?? 0).line || 1 };
    },
  };
  if (
    ['source_directories', 'repositories', 'patterns', 'patterns_from', 'postgresql_databases', 'mysql_databases'].every(
      (name) => configuration.get(name) === undefined,
    )
  )
    throw new ImportError(`${file} is no configuration of borgmatic: it has neither source_directories nor repositories`);
  return configuration;
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    throw new ImportError(
      `${file} refers to its own parts more than ${MOST_ALIASES} times over; that is no configuration, and it is not read`,
    );
  }
}

/** `!include` and `!retain` of borgmatic: what stands in other files is not followed. */
const foreign = ['!include', '!retain', '!omit'].map((tag) => ({ tag, resolve: (text: string) => text }));

function targetsOf(configuration: Configuration): readonly { readonly to: Target | NotUnderstood; readonly origin: Origin }[] {
  const given = configuration.get('repositories');
  return (Array.isArray(given) ? given : []).slice(0, 100).map((each: unknown) => {
    const path = typeof each === 'string' ? each : textOf((each as { readonly path?: unknown } | null)?.path);
    // Sections had `{hostname}` and `{user}` in paths, and a variable in any.
    const to = path === undefined || /^\$\{|^\{/u.test(path) ? undefined : repositoryPlace(literal(path));
    return {
      to: to ?? { because: 'a repository is only known when it runs: its path is a variable' },
      origin: configuration.origin('repositories'),
    };
  });
}

interface Found {
  readonly source: Source;
  readonly origin: Origin;
  /** borgmatic dumps it itself; no tool of the catalogue writes into a Borg repository. */
  readonly managedBy: boolean;
}

function sources(configuration: Configuration): readonly Found[] {
  const paths = list(configuration.get('source_directories')).flatMap((each) => textOf(each) ?? []);
  const excludes = list(configuration.get('exclude_patterns')).flatMap((each) => textOf(each) ?? []);
  const files: Found[] =
    paths.length === 0
      ? []
      : [
          {
            source: { kind: 'files', databases: [], paths, excludes },
            origin: configuration.origin('source_directories'),
            managedBy: false,
          },
        ];
  return [...files, ...HOOKS.flatMap(([name, kind]) => databases(configuration, name, kind))];
}

const HOOKS = [
  ['postgresql_databases', 'postgresql'],
  ['mysql_databases', 'mysql'],
  ['mariadb_databases', 'mariadb'],
  ['mongodb_databases', 'mongodb'],
  ['sqlite_databases', 'sqlite'],
] as const;

/** One system for each server: its databases are dumped together. */
function databases(configuration: Configuration, name: string, kind: Source['kind']): readonly Found[] {
  const servers = new Map<string, Source>();
  for (const each of list(configuration.get(name)).slice(0, 200)) {
    if (each === null || typeof each !== 'object') continue;
    const entry = each as Readonly<Record<string, unknown>>;
    const text = (field: string): string | undefined => textOf(entry[field]);
    const database = text('name');
    const path = kind === 'sqlite' ? text('path') : undefined;
    const host = text('hostname');
    const port = Number(text('port'));
    const key = path ?? `${host} ${text('port')}`;
    const known = servers.get(key);
    const named = database === undefined || database === 'all' || kind === 'sqlite' ? [] : [database];
    servers.set(key, {
      kind,
      host: host === undefined || /^(?:localhost|127\.)/u.test(host) ? undefined : host,
      port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined,
      user: text('username'),
      databases: [...(known?.databases ?? []), ...named],
      paths: path === undefined ? [] : [path],
      excludes: [],
      label: kind === 'sqlite' ? database : text('container'),
    });
  }
  return [...servers.values()].map((source) => ({ source, origin: configuration.origin(name), managedBy: true }));
}

function sealing(configuration: Configuration): Sealed | undefined {
  if (configuration.get('encryption_passphrase') !== undefined) return 'here';
  return configuration.get('encryption_passcommand') === undefined ? undefined : 'elsewhere';
}

/** Undefined where nothing is checked; without `often` with each run. */
function checks(configuration: Configuration): { readonly often?: string } | undefined {
  const given = list(configuration.get('checks')).map((each) => {
    const { name, frequency } = (each !== null && typeof each === 'object' ? each : { name: each }) as {
      readonly name?: unknown;
      readonly frequency?: unknown;
    };
    return { name: textOf(name), frequency: textOf(frequency) };
  });
  if (given.length === 0 || given.some(({ name }) => name === 'disabled')) return undefined;
  const days = given.map(({ frequency }) => (frequency === undefined ? 0 : daysOf(frequency)));
  return { often: schedule(Math.min(...days)) };
}

/** `2 weeks` in days; 0 for what is no length. */
function daysOf(frequency: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,4})\s+(hour|day|week|month|year)s?$/u.exec(frequency) ?? [];
  return Number(amount) * ({ hour: 1 / 24, day: 1, week: 7, month: 31, year: 366 }[unit] ?? 0);
}

/** Never more often than it is. */
function schedule(days: number): string | undefined {
  if (days === 0) return undefined;
  if (days <= 1) return 'daily at 00:00';
  if (days <= 7) return 'weekly on sunday at 00:00';
  if (days <= 15) return 'monthly on 1, 15 at 00:00';
  return days <= 31 ? 'monthly on 1 at 00:00' : `every ${Math.ceil(days / 31)} months`;
}

const COMMANDS = ['before_backup', 'after_backup', 'before_everything', 'after_everything', 'before_actions', 'commands', 'on_error'];
const MONITORS = [
  'healthchecks',
  'cronhub',
  'cronitor',
  'pagerduty',
  'ntfy',
  'uptime_kuma',
  'loki',
  'apprise',
  'zabbix',
  'sentry',
  'pushover',
];

function leftOut(configuration: Configuration): readonly Left[] {
  const out: Left[] = [];
  for (const name of COMMANDS)
    if (configuration.get(name) !== undefined)
      out.push({ origin: configuration.origin(name), because: `${name} runs commands of yours, which are not read` });
  for (const name of MONITORS)
    if (configuration.get(name) !== undefined)
      out.push({
        origin: configuration.origin(name),
        because: `${name} watches it; put an address into \`notify\` or \`ping\` so that the plan knows`,
      });
  for (const name of ['patterns', 'patterns_from', 'exclude_from'])
    if (configuration.get(name) !== undefined)
      out.push({
        origin: configuration.origin(name),
        because: `${name} says what else is backed up or not, in words that a plan does not have`,
      });
  return out;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** A value as text, where it is one; addresses without their passwords. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? withoutPassword(value) : undefined;
}
