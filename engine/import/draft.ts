/** A plan while it is drafted: its declarations with what is not known about each. */

interface Drafted {
  readonly name: string;
  /** Statements. */
  readonly lines: string[];
  /** What nobody who was read knows, in words that say whom to ask. */
  readonly unknown: string[];
}

export type DraftSite = Drafted;

export interface DraftStorage extends Drafted {
  readonly kind: string;
}

export interface DraftSystem extends Drafted {
  readonly kind: string;
  readonly blocks: DraftBlock[];
}

/** A line with what a reader of the plan must know about it. */
export interface DraftLine {
  readonly text: string;
  readonly note?: string;
}

export interface DraftBlock {
  readonly lines: DraftLine[];
  /** What a reader of the plan must know about all of it. */
  readonly notes: string[];
  readonly unknown: string[];
}

export class Draft {
  readonly plan: Drafted = { name: '', lines: [], unknown: [] };
  readonly sites = new Map<string, DraftSite>();
  readonly storages = new Map<string, DraftStorage>();
  readonly keys = new Map<string, Drafted>();
  readonly systems = new Map<string, DraftSystem>();
  readonly #names = new Set<string>();

  site(key: string, wanted: string, lines: readonly string[] = []): DraftSite {
    return entry(this.sites, key, () => ({ name: this.#name(wanted, 'site'), lines: [...lines], unknown: [] }));
  }

  storage(key: string, wanted: string, kind: string, lines: () => readonly string[]): DraftStorage {
    return entry(this.storages, key, () => ({ name: this.#name(wanted, 'storage'), kind, lines: [...lines()], unknown: [] }));
  }

  key(key: string, wanted: string, lines: readonly string[]): Drafted {
    return entry(this.keys, key, () => ({ name: this.#name(wanted, 'key'), lines: [...lines], unknown: [] }));
  }

  system(key: string, wanted: string, kind: string, lines: () => readonly string[]): DraftSystem {
    return entry(this.systems, key, () => ({ name: this.#name(wanted, 'system'), kind, lines: [...lines()], unknown: [], blocks: [] }));
  }

  /** Writes down what is not known, once. */
  ask({ unknown }: { readonly unknown: string[] }, question: string): void {
    if (!unknown.includes(question)) unknown.push(question);
  }

  /** A name that is free, as near to the wanted one as the language has it. */
  #name(wanted: string, otherwise: string): string {
    const plain = wanted
      .replaceAll(/[^A-Za-z0-9_-]+/gu, '-')
      .replaceAll(/^[-_]+|[-_]+$/gu, '')
      .slice(0, 40);
    const base = /^[A-Za-z]/u.test(plain) ? plain : [otherwise, plain].filter((part) => part !== '').join('-');
    let name = base;
    for (let number = 1; this.#names.has(name.toLowerCase()); number++) name = `${base}-${otherwise}${number === 1 ? '' : `-${number}`}`;
    this.#names.add(name.toLowerCase());
    return name;
  }
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
