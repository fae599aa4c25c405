/** Reads catalogue data, ours or a workspace's, into typed entries. Nothing throws: what cannot be read is a problem and left out. */
import type { Catalogue, StorageClass, StorageKind, SystemKind, Tool } from './catalogue.ts';
import { Entry, type EntryProblem, table } from './entry.ts';
import { delayFigure, priceFigure, rateFigure } from './figures.ts';
import { type Pack, packKeys, readPack } from './packs.ts';

/** The entries of `data` laid over those of `base`: a known name keeps what `data` does not say, a new one must be complete. */
export function readEntries(data: unknown, base: Catalogue, source: string): { catalogue: Catalogue; problems: EntryProblem[] } {
  const problems: EntryProblem[] = [];
  const top = new Entry(data ?? {}, [], problems, ['pricesOf', 'systems', 'storages', 'tools', 'packs']);
  const pricesOf = top.text('pricesOf');
  if (pricesOf !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(pricesOf)) top.complain('pricesOf', 'a date like 2026-06-01 is expected');
  const tools = top.entries('tools', toolKeys, base.tools, (entry, name, old) => readTool(entry, name, old, source));
  const systems = top.entries('systems', systemKeys, base.systems, (entry, name, old) => readSystem(entry, name, old, source, tools));
  const storages = top.entries('storages', storageKeys, base.storages, (entry, name, old) => readStorage(entry, name, old, source));
  const packs = top.entries('packs', packKeys, base.packs, readPack);
  const dated = pricesOf !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(pricesOf) ? pricesOf : base.pricesOf;
  return { catalogue: { pricesOf: dated, systems, storages, tools, packs }, problems };
}

const toolKeys = ['capture', 'deduplicates', 'logBase', 'wholeServer', 'oneArchive', 'jobs', 'restoreAt', 'source'];
function readTool(entry: Entry, name: string, old: Tool | undefined, source: string): Tool | undefined {
  const jobs = entry.jobs('jobs') ?? old?.jobs;
  if (jobs === undefined) return entry.lacks('jobs');
  return {
    name,
    capture: entry.word('capture', ['start', 'end'] as const) ?? old?.capture ?? 'start',
    deduplicates: entry.flag('deduplicates') ?? old?.deduplicates ?? false,
    logBase: entry.flag('logBase') ?? old?.logBase ?? false,
    wholeServer: entry.flag('wholeServer') ?? old?.wholeServer ?? false,
    oneArchive: entry.flag('oneArchive') ?? old?.oneArchive ?? false,
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

/** Nothing at all: what the built-in data are laid over. */
export const emptyCatalogue: Catalogue = {
  pricesOf: '',
  systems: table<SystemKind>([]),
  storages: table<StorageKind>([]),
  tools: table<Tool>([]),
  packs: table<Pack>([]),
};
