/** Reads catalogue data, ours or a workspace's, into typed entries. Nothing throws: what cannot be read is a problem and left out. */
import type { Catalogue, StorageClass, StorageKind, SystemKind, Tool } from './catalogue.ts';
import { delayFigure, priceFigure, rateFigure } from './figures.ts';

/** What is wrong with an entry, and the keys that lead to it. */
export interface EntryProblem {
  readonly path: readonly string[];
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;
const jobWords = ['full', 'incremental', 'differential', 'log', 'snapshot'] as const;
type JobWord = (typeof jobWords)[number];

/** The entries of `data` laid over those of `base`: a known name keeps what `data` does not say, a new one must be complete. */
export function readEntries(data: unknown, base: Catalogue, source: string): { catalogue: Catalogue; problems: EntryProblem[] } {
  const problems: EntryProblem[] = [];
  const top = new Entry(data ?? {}, [], problems, ['pricesOf', 'systems', 'storages', 'tools']);
  const pricesOf = top.text('pricesOf');
  if (pricesOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(pricesOf)) top.complain('pricesOf', 'a date like 2026-06-01 is expected');
  const tools = top.entries('tools', toolKeys, base.tools, (entry, name, old) => readTool(entry, name, old, source));
  const systems = top.entries('systems', systemKeys, base.systems, (entry, name, old) => readSystem(entry, name, old, source, tools));
  const storages = top.entries('storages', storageKeys, base.storages, (entry, name, old) => readStorage(entry, name, old, source));
  const dated = pricesOf !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(pricesOf) ? pricesOf : base.pricesOf;
  return { catalogue: { pricesOf: dated, systems, storages, tools }, problems };
}

const toolKeys = ['capture', 'deduplicates', 'logBase', 'jobs', 'restoreAt', 'source'];
function readTool(entry: Entry, name: string, old: Tool | undefined, source: string): Tool | undefined {
  const jobs = entry.jobs('jobs') ?? old?.jobs;
  if (jobs === undefined) return entry.lacks('jobs');
  return {
    name,
    capture: entry.word('capture', ['start', 'end'] as const) ?? old?.capture ?? 'start',
    deduplicates: entry.flag('deduplicates') ?? old?.deduplicates ?? false,
    logBase: entry.flag('logBase') ?? old?.logBase ?? false,
    jobs,
    restoreAt: entry.figure('restoreAt', rateFigure, 'a rate like 40 MB/s') ?? old?.restoreAt,
    source: entry.text('source') ?? source,
  };
}

const systemKeys = ['doc', 'tools', 'replayAt', 'redeployed', 'source'];
function readSystem(
  entry: Entry,
  name: string,
  old: SystemKind | undefined,
  source: string,
  tools: Catalogue['tools'],
): SystemKind | undefined {
  const replayAt = entry.figure('replayAt', rateFigure, 'a rate like 25 MB/s') ?? old?.replayAt;
  if (replayAt === undefined) return entry.lacks('replayAt');
  const named = entry.list('tools');
  for (const tool of named ?? []) {
    if (tools[tool] === undefined) entry.complain('tools', `no tool is called \`${tool}\``);
  }
  return {
    name,
    doc: entry.text('doc') ?? old?.doc ?? '',
    tools: named?.filter((tool) => tools[tool] !== undefined) ?? old?.tools ?? [],
    replayAt,
    redeployed: entry.flag('redeployed') ?? old?.redeployed ?? false,
    source: entry.text('source') ?? source,
  };
}

const storageKeys = ['doc', 'media', 'read', 'write', 'defaultClass', 'classes', 'source'];
function readStorage(entry: Entry, name: string, old: StorageKind | undefined, source: string): StorageKind | undefined {
  const media = entry.text('media') ?? old?.media;
  const read = entry.figure('read', rateFigure, 'a rate like 100 MB/s') ?? old?.read;
  const write = entry.figure('write', rateFigure, 'a rate like 100 MB/s') ?? old?.write;
  if (media === undefined) return entry.lacks('media');
  if (read === undefined) return entry.lacks('read');
  if (write === undefined) return entry.lacks('write');
  const classes = entry.entries('classes', classKeys, old?.classes ?? {}, (part, part_name, was) =>
    readClass(part, part_name, was, source),
  );
  let defaultClass = entry.text('defaultClass') ?? old?.defaultClass;
  if (defaultClass !== undefined && classes[defaultClass] === undefined) {
    entry.complain('defaultClass', `no class is called \`${defaultClass}\``);
    defaultClass = old?.defaultClass;
  }
  return {
    name,
    doc: entry.text('doc') ?? old?.doc ?? '',
    media,
    read,
    write,
    defaultClass,
    classes,
    source: entry.text('source') ?? source,
  };
}

const classKeys = ['price', 'egress', 'retrievalPrice', 'minimum', 'retrieval', 'source'];
function readClass(entry: Entry, name: string, old: StorageClass | undefined, source: string): StorageClass {
  const minimum = entry.figure('minimum', delayFigure, 'a length like 30 days');
  return {
    name,
    price: entry.figure('price', (text) => priceFigure(text, true), 'a price like 0.023 USD/GB/month') ?? old?.price,
    egress: entry.figure('egress', (text) => priceFigure(text, false), 'a price like 0.09 USD/GB') ?? old?.egress,
    retrievalPrice: entry.figure('retrievalPrice', (text) => priceFigure(text, false), 'a price like 0.01 USD/GB') ?? old?.retrievalPrice,
    minimumDays: minimum === undefined ? old?.minimumDays : minimum / 86400,
    retrieval: entry.figure('retrieval', delayFigure, 'a length like 5h') ?? old?.retrieval ?? 0,
    source: entry.text('source') ?? source,
  };
}

/** One mapping of the data, with the keys that it may have. Each reader gives undefined where there is nothing (more) to read. */
class Entry {
  readonly fields: Fields;
  readonly path: readonly string[];
  readonly problems: EntryProblem[];

  constructor(value: unknown, path: readonly string[], problems: EntryProblem[], keys: readonly string[]) {
    this.path = path;
    this.problems = problems;
    this.fields = isFields(value) ? value : {};
    if (!isFields(value)) problems.push({ path, message: `${path.at(-1) ?? 'the catalogue'} must be a mapping` });
    for (const key of Object.keys(this.fields)) {
      if (!keys.includes(key)) this.complain(key, `\`${key}\` is not known here; known are ${keys.join(', ')}`);
    }
  }

  complain(key: string, message: string): void {
    this.problems.push({ path: [...this.path, key], message });
  }

  lacks(key: string): undefined {
    this.problems.push({ path: this.path, message: `${this.path.at(-1) ?? ''} needs \`${key}\`` });
  }

  text(key: string): string | undefined {
    return this.checked(key, (value) => (typeof value === 'string' ? value : undefined), 'a text');
  }

  flag(key: string): boolean | undefined {
    return this.checked(key, (value) => (typeof value === 'boolean' ? value : undefined), 'true or false');
  }

  word<W extends string>(key: string, words: readonly W[]): W | undefined {
    return this.checked(key, (value) => words.find((word) => word === value), words.join(' or '));
  }

  list(key: string): readonly string[] | undefined {
    return this.checked(key, texts, 'a list of names');
  }

  figure<F>(key: string, read: (text: string) => F | undefined, what: string): F | undefined {
    return this.checked(key, (value) => (typeof value === 'string' ? read(value) : undefined), what);
  }

  /** By system kind, what a tool can do. */
  jobs(key: string): Tool['jobs'] | undefined {
    const read = (value: unknown): Tool['jobs'] | undefined => {
      if (!isFields(value)) return undefined;
      const found: Record<string, readonly JobWord[]> = {};
      for (const [kind, words] of Object.entries(value)) {
        const known = texts(words)?.map((word) => jobWords.find((job) => job === word));
        if (known === undefined || known.includes(undefined)) return undefined;
        found[kind] = known.filter((word) => word !== undefined);
      }
      return found;
    };
    return this.checked(key, read, 'a mapping like { postgresql: [full, log] }');
  }

  /** The entries under a key, laid over those of `base`. */
  entries<E>(
    key: string,
    keys: readonly string[],
    base: Readonly<Record<string, E>>,
    read: (entry: Entry, name: string, old: E | undefined) => E | undefined,
  ): Readonly<Record<string, E>> {
    const under = this.fields[key];
    if (under === undefined) return base;
    if (!isFields(under)) {
      this.complain(key, `${key} must be a mapping`);
      return base;
    }
    const merged = new Map(Object.entries(base));
    for (const [name, value] of Object.entries(under)) {
      const entry = read(new Entry(value, [...this.path, key, name], this.problems, keys), name, merged.get(name));
      if (entry !== undefined) merged.set(name, entry);
    }
    return table(merged);
  }

  private checked<T>(key: string, read: (value: unknown) => T | undefined, what: string): T | undefined {
    const value = this.fields[key];
    if (value === undefined) return undefined;
    const found = read(value);
    if (found === undefined) this.complain(key, `${what} is expected`);
    return found;
  }
}

/** A record without a prototype, so that a kind called `constructor` or `toString` is just unknown. */
function table<E>(entries: Iterable<readonly [string, E]>): Readonly<Record<string, E>> {
  const record: Record<string, E> = Object.create(null);
  for (const [name, entry] of entries) record[name] = entry;
  return record;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** Nothing at all: what the built-in data are laid over. */
export const emptyCatalogue: Catalogue = {
  pricesOf: '',
  systems: table<SystemKind>([]),
  storages: table<StorageKind>([]),
  tools: table<Tool>([]),
};
