/** From what was read to a draft: which step fills which storage, what is copied on, and how long it stays. */
import { Draft, type DraftBlock, type DraftStorage, type DraftSystem } from './draft.ts';
import { covering, holds, redirected, type Transfer } from './flow.ts';
import { globMatches } from './glob.ts';
import { HERE, hostLabel, siteOfHost, THIS_HOST } from './places.ts';
import { presentRepository } from './present.ts';
import { quote } from './print.ts';
import type { Check, Keep, Left, Origin, Reading, Save, Source, When } from './step.ts';
import { Storages } from './storages.ts';

const DAY = 86400;

export interface Understood {
  readonly origin: Origin;
  readonly what: string;
}

export interface Assembled {
  readonly draft: Draft;
  readonly understood: readonly Understood[];
  /** What the plan says and nobody said. */
  readonly assumed: readonly string[];
  readonly left: readonly Left[];
}

/** `files` names what was read, for people. */
export function assemble(reading: Reading, files: string): Assembled {
  return new Assembly(reading, files).assembled();
}

interface Chain {
  readonly system: DraftSystem;
  readonly block: DraftBlock;
  readonly saves: { readonly save: Save; readonly storage: DraftStorage }[];
}

class Assembly {
  readonly #draft = new Draft();
  readonly #storages: Storages;
  readonly #understood: Understood[] = [];
  readonly #assumed: string[] = [];
  readonly #chains = new Map<string, Chain>();
  readonly #rules = new Map<DraftStorage, readonly string[]>();
  readonly #saves: readonly Save[];
  readonly #transfers: readonly Transfer[];
  readonly #left: readonly Left[];
  readonly #keeps: readonly Keep[];
  readonly #checks: readonly Check[];
  readonly #files: string;

  constructor(reading: Reading, files: string) {
    const saves = reading.steps.filter((step) => step.does === 'save');
    const copies = reading.steps.filter((step) => step.does === 'copy');
    const flow = redirected(covering(saves, copies));
    this.#saves = flow.saves;
    this.#transfers = flow.transfers;
    this.#left = flow.left;
    this.#keeps = reading.steps.filter((step) => step.does === 'keep');
    this.#checks = reading.steps.filter((step) => step.does === 'check');
    this.#files = files;
    this.#draft.site(THIS_HOST, THIS_HOST, ['kind host', `within ${HERE}`]);
    const here = this.#draft.site(HERE, HERE, ['kind building']);
    this.#draft.ask(here, 'what kind of place this machine stands in (office, datacenter, cloud), and its region');
    this.#draft.ask(
      here,
      `names: what to call \`${HERE}\` and \`${THIS_HOST}\` instead, and storages that are called after a folder; F2 in an editor renames them everywhere`,
    );
    this.#storages = new Storages(this.#draft, [...this.#saves.map(({ to }) => to), ...this.#transfers.map(({ to }) => to)]);
    this.#plan(reading);
  }

  assembled(): Assembled {
    for (const save of this.#saves) this.#save(save);
    for (const transfer of this.#transfers) this.#transfer(transfer);
    for (const chain of this.#chains.values()) {
      this.#keep(chain);
      this.#verify(chain);
      this.#present(chain);
    }
    for (const { block } of new Map([...this.#chains.values()].map((chain) => [chain.system, chain])).values())
      this.#draft.ask(block, 'verify restore: nothing that was read restores it; say when somebody does');
    const told = new Map(this.#understood.map((each) => [JSON.stringify(each), each]));
    return { draft: this.#draft, understood: [...told.values()], assumed: this.#assumed, left: this.#left };
  }

  #plan({ notify, zone }: Reading): void {
    const { plan } = this.#draft;
    this.#draft.ask(plan, 'name: what to call it instead; its folders and units on the machines are called after it');
    if (zone !== undefined && /^[\w+-]+(?:\/[\w+-]+)*$/u.test(zone)) plan.lines.push(`timezone ${quote(zone)}`);
    else this.#draft.ask(plan, 'timezone: in which the schedules are; ask `timedatectl`. Without it they are read as UTC');
    if (notify.length > 0) plan.lines.push(`notify ${notify.map(quote).join(', ')}`);
    else this.#draft.ask(plan, 'notify: who hears of a job that fails');
    this.#draft.ask(plan, 'owner: who answers for these backups');
  }

  #save(save: Save): void {
    const { source, word, to, tool, managedBy, when, origin } = save;
    const system = this.#system(source);
    const storage = this.#storages.of(to, save.sealed);
    const chain = this.#chain(system, source, `${tool ?? managedBy} ${storage.name}`);
    const schedule = when?.words ?? 'daily at 00:00';
    // What goes on from the points before begins with a whole one.
    const first =
      word !== 'full' &&
      word !== 'log' &&
      !this.#saves.some((other) => other.word === 'full' && other.tool === tool && keyOf(other.source) === keyOf(source));
    const how = managedBy === undefined ? (tool === undefined ? '' : ` using ${tool}`) : ` managed by ${quote(managedBy)}`;
    const text = `${first ? 'full' : word} ${schedule} to ${storage.name}${how}`;
    if (chain.block.lines.some((line) => line.text === text)) return;
    const assumed =
      when === undefined ? `TODO when it runs is not in ${this.#files}: once a day is ASSUMED; ask crontab or the timers` : undefined;
    chain.block.lines.push({
      text,
      note: assumed ?? (first ? 'TODO the first run is a full; when another one is made, nothing says' : undefined),
    });
    chain.saves.push({ save, storage });
    if (when === undefined)
      this.#assumed.push(`${system.name} is backed up to ${storage.name} once a day: nothing that was read says when`);
    this.#understood.push({ origin, what: `${system.name} (${source.kind}): ${text}` });
  }

  #system(source: Source): DraftSystem {
    const { kind, host, port, user, databases, paths, excludes, standbys = [], unknown = [] } = source;
    const system = this.#draft.system(keyOf(source), nameOf(source), kind, () => [
      `at ${host === undefined ? THIS_HOST : siteOfHost(this.#draft, host).name}`,
      ...(host === undefined ? [] : [`host ${quote(host)}`]),
      ...(port === undefined ? [] : [`port ${port}`]),
      ...(user === undefined ? [] : [`user ${quote(user)}`]),
      ...(databases.length === 0 ? [] : [`database ${databases.map(quote).join(', ')}`]),
      ...(paths.length === 0 ? [] : [`path ${paths.map(quote).join(', ')}`]),
      ...(excludes.length === 0 ? [] : [`exclude ${excludes.map(quote).join(', ')}`]),
      ...standbys.map((standby) => `standby at ${siteOfHost(this.#draft, standby).name} host ${quote(standby)}`),
    ]);
    for (const question of unknown) this.#draft.ask(system, question);
    this.#draft.ask(system, `size: how large it is, is not in ${this.#files}; ${askSize(source)}`);
    this.#draft.ask(system, 'changes: how much of it is new or different each day');
    this.#draft.ask(system, 'rpo, rto: how much work may be lost, and how long it may be away; only whoever uses it can say');
    return system;
  }

  /** Each tool and each storage that is written to directly has a chain of its own: they neither read nor wait for each other. */
  #chain(system: DraftSystem, source: Source, way: string): Chain {
    const key = `${keyOf(source)} ${way}`;
    const known = this.#chains.get(key);
    if (known !== undefined) return known;
    const block: DraftBlock = { lines: [], notes: [], unknown: [] };
    system.blocks.push(block);
    const chain = { system, block, saves: [] };
    this.#chains.set(key, chain);
    return chain;
  }

  #transfer({ from, to, when, origin, mirror, sealed }: Transfer): void {
    const storage = this.#storages.of(to, sealed);
    for (const { system, block, saves } of this.#chains.values()) {
      const filled = saves.filter(({ save }) => holds(from, save));
      const source = filled[0]?.storage;
      if (source === undefined || source === storage) continue;
      const sameRun = filled.filter(({ save }) => when === undefined || save.when?.run === when.run);
      const after =
        sameRun.length > 0 ? `after ${[...new Set(sameRun.map(({ save }) => save.word))].join(', ')}` : (when?.words ?? 'after full');
      const text = `copy ${after} from ${source.name} to ${storage.name}`;
      if (block.lines.some((line) => line.text === text)) continue;
      block.lines.push({
        text,
        note: mirror ? `a mirror: what is removed on ${source.name} is removed on ${storage.name} with the next run` : undefined,
      });
      this.#understood.push({ origin, what: `${system.name}: ${text}` });
    }
  }

  #keep({ system, block, saves }: Chain): void {
    const told = new Set<string>();
    for (const { save, storage } of saves) {
      if (told.has(storage.name) || save.word === 'log') continue;
      told.add(storage.name);
      const keep = this.#keeps.filter(
        ({ on, names }) =>
          this.#storages.holds(on, save.to) && (names === undefined || save.name === undefined || globMatches(names, save.name)),
      );
      if (save.rotates !== undefined) {
        const note = save.rotates === 1 ? `each run writes over what the one before left on ${storage.name}` : undefined;
        block.lines.push({ text: `keep on ${storage.name} ${rotating(save.rotates, save.when)}`, note });
        continue;
      }
      const rules = [...new Set(keep.flatMap((each) => each.rules))];
      if (rules.length === 0) continue;
      block.lines.push({ text: `keep on ${storage.name} ${rules.join(', ')}` });
      for (const { origin, rules: own } of keep)
        this.#understood.push({ origin, what: `${system.name}: keep on ${storage.name} ${own.join(', ')}` });
    }
    this.#keepCopies(block, told);
  }

  /** What is copied stays by rules of its own; a mirror has those of what it mirrors. */
  #keepCopies(block: DraftBlock, told: ReadonlySet<string>): void {
    for (const { to, from, mirror } of this.#transfers) {
      const storage = this.#storages.of(to);
      if (told.has(storage.name) || !block.lines.some(({ text }) => text.startsWith('copy ') && text.endsWith(` to ${storage.name}`)))
        continue;
      const own = this.#rulesOn(storage);
      const source = [...this.#draft.storages.values()].find((each) =>
        block.lines.some(({ text }) => text.startsWith('copy ') && text.endsWith(` from ${each.name} to ${storage.name}`)),
      );
      const mirrored = block.lines.find(({ text }) => text.startsWith(`keep on ${source?.name} `))?.text.replace(/^keep on \S+ /u, '');
      const rules = own.length > 0 ? own.join(', ') : mirror ? mirrored : undefined;
      const text = `keep on ${storage.name} ${rules}`;
      if (rules !== undefined && from !== '' && !block.lines.some((line) => line.text.startsWith(`keep on ${storage.name} `)))
        block.lines.push({ text });
    }
  }

  #rulesOn(storage: DraftStorage): readonly string[] {
    const known = this.#rules.get(storage) ?? [
      ...new Set(this.#keeps.filter(({ on }) => this.#storages.covers(storage, on)).flatMap(({ rules }) => rules)),
    ];
    this.#rules.set(storage, known);
    return known;
  }

  #present({ system, block, saves }: Chain): void {
    const number = system.blocks.indexOf(block) + 1;
    const folder = number === 1 ? system.name : `${system.name}.${number}`;
    for (const { save, storage } of saves) {
      const { note, path } = presentRepository(save, this.#storages.rootOf(save.to), folder) ?? {};
      if (note !== undefined && !block.notes.includes(note)) block.notes.push(note);
      if (path !== undefined) this.#draft.ask(storage, `path: ${path}`);
    }
  }

  #verify({ system, block, saves }: Chain): void {
    for (const check of this.#checks) {
      if (!saves.some(({ storage }) => this.#storages.covers(storage, check.on))) continue;
      const text = `verify checksum ${check.often ?? check.when?.words ?? 'daily at 00:00'}`;
      if (block.lines.some((line) => line.text.startsWith('verify checksum'))) continue;
      block.lines.push({
        text,
        note: check.when === undefined && check.often === undefined ? 'TODO how often it is checked is ASSUMED' : undefined,
      });
      this.#understood.push({ origin: check.origin, what: `${system.name}: ${text}` });
    }
  }
}

/** What is left where names of files come again: the last of each name. */
function rotating(names: number, when: When | undefined): string {
  if (names === 1 || when?.every === DAY) return `${names} last`;
  return when?.words.startsWith('weekdays') === true && names === 7 ? '5 last' : `${names} daily`;
}

function keyOf({ kind, host = '', port, databases, paths, label = '' }: Source): string {
  return JSON.stringify([kind, host, port, databases, paths, databases.length === 0 && paths.length === 0 ? label : '']);
}

function nameOf({ kind, host, databases, paths, label }: Source): string {
  const [database] = databases;
  if (database !== undefined && databases.length === 1) return database;
  if (label !== undefined) return label;
  const [path] = paths;
  const at = host === undefined ? '' : `${hostLabel(host)}-`;
  if (path !== undefined) return `${at}${paths.length === 1 ? path.slice(path.lastIndexOf('/') + 1) || 'whole-machine' : 'files'}`;
  return `${at}${kind}`;
}

function askSize({ kind, paths }: Source): string {
  switch (kind) {
    case 'postgresql':
      return 'ask the server: psql -c "\\l+"';
    case 'mysql':
    case 'mariadb':
      return 'ask the server: select sum(data_length + index_length) from information_schema.tables';
    case 'mongodb':
      return 'ask the server: db.stats()';
    case 'files':
    case 'sqlite':
      return paths.length === 1 ? 'ask `du -sh` of its path' : 'ask `du -shc` of its paths';
    default:
      return 'ask the server';
  }
}
