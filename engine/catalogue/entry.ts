/** One mapping of catalogue data, read key by key. */
import type { Tool } from './catalogue.ts';

/** What is wrong with an entry, and the keys that lead to it. */
export interface EntryProblem {
  readonly path: readonly string[];
  readonly message: string;
}

type Fields = Readonly<Record<string, unknown>>;
const jobWords = ['full', 'incremental', 'differential', 'log', 'snapshot'] as const;
type JobWord = (typeof jobWords)[number];

/** A mapping with the keys that it may have. Each reader gives undefined where there is nothing (more) to read. */
export class Entry {
  readonly fields: Fields;
  readonly path: readonly string[];
  readonly problems: EntryProblem[];
  private readonly before: number;

  constructor(value: unknown, path: readonly string[], problems: EntryProblem[], keys: readonly string[]) {
    this.path = path;
    this.problems = problems;
    this.before = problems.length;
    this.fields = isFields(value) ? value : {};
    if (!isFields(value)) problems.push({ path, message: `${path.at(-1) ?? 'the catalogue'} must be a mapping` });
    for (const key of Object.keys(this.fields)) {
      if (!keys.includes(key)) this.complain(key, `\`${key}\` is not known here; known are ${keys.join(', ')}`);
    }
  }

  /** Whether anything in it, as far as it has been read, is wrong. */
  get isFaulty(): boolean {
    return this.problems.length > this.before;
  }

  complain(key: string, message: string): void {
    this.problems.push({ path: [...this.path, key], message });
  }

  lacks(key: string): undefined {
    this.problems.push({ path: this.path, message: `${this.path.at(-1) ?? ''} needs \`${key}\`` });
  }

  /** The whole entry is left out. */
  refuse(message: string): undefined {
    this.problems.push({ path: this.path, message });
  }

  /** A text that must be there. */
  needed(key: string): string | undefined {
    return this.fields[key] === undefined ? this.lacks(key) : this.text(key);
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

  /** A list of such words, with one at least. */
  words<W extends string>(key: string, words: readonly W[]): readonly W[] | undefined {
    const read = (value: unknown): readonly W[] | undefined => {
      const found = texts(value)?.map((text) => words.find((word) => word === text));
      return found === undefined || found.length === 0 || found.includes(undefined)
        ? undefined
        : found.filter((word) => word !== undefined);
    };
    return this.checked(key, read, `a list of ${words.join(', ')}`);
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

  /** The mapping under a key. */
  under(key: string, keys: readonly string[]): Entry | undefined {
    return this.fields[key] === undefined ? undefined : new Entry(this.fields[key], [...this.path, key], this.problems, keys);
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

  /** What `read` makes of a value; where it makes nothing of it, `what` is expected. */
  checked<T>(key: string, read: (value: unknown) => T | undefined, what: string): T | undefined {
    const value = this.fields[key];
    if (value === undefined) return undefined;
    const found = read(value);
    if (found === undefined) this.complain(key, `${what} is expected`);
    return found;
  }
}

/** A record without a prototype, so that a kind called `constructor` or `toString` is just unknown. */
export function table<E>(entries: Iterable<readonly [string, E]>): Readonly<Record<string, E>> {
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
