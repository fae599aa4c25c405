/** What the catalogue knows of a word, as Markdown; undefined for words that it does not know. */

import { sayDuration, sayRate } from '../../engine/assess/say.ts';
import type { Catalogue, StorageClass } from '../../engine/catalogue/catalogue.ts';
import { listed } from '../../engine/checks/words.ts';

export function systemKindText({ systems }: Catalogue, name: string): string | undefined {
  const kind = own(systems, name);
  if (kind === undefined) return undefined;
  const tools =
    kind.tools.length === 0 ? '' : `\n\nTools: ${listed(kind.tools.map(code))}; a job without \`using\` takes the first that can do it.`;
  return `**${name}**: ${kind.doc}${tools}`;
}

export function storageKindText({ storages }: Catalogue, name: string): string | undefined {
  const kind = own(storages, name);
  if (kind === undefined) return undefined;
  const classes = Object.keys(kind.classes);
  const offered = classes.length === 0 ? '' : `\n\nClasses: ${listed(classes.map(code))}.`;
  return `**${name}**: ${kind.doc}\n\nRead ${sayRate(kind.read)} and write ${sayRate(kind.write)} unless the plan says otherwise.${offered}`;
}

export function toolText({ tools }: Catalogue, name: string): string | undefined {
  const tool = own(tools, name);
  if (tool === undefined) return undefined;
  const facts = [
    tool.capture === 'start' ? 'a point restores the state as the run starts' : 'a point restores the state as the run ends',
    ...(tool.wholeServer ? ['it copies and restores a whole server'] : []),
    ...(tool.deduplicates ? ['it deduplicates'] : []),
    tool.logBase ? 'a log job may stand beside it' : 'it cannot be the base of a log',
    ...(tool.restoreAt === undefined ? [] : [`a restore is no faster than ${sayRate(tool.restoreAt)}`]),
  ];
  const kinds = Object.entries(tool.jobs).map(([kind, jobs]) => `${kind} (${jobs.join(', ')})`);
  return `**${name}**: ${facts.join('; ')}.\n\nBacks up ${listed(kinds)}.`;
}

/** A class may be offered by several kinds of storage, each with its own prices. */
export function classText({ storages, pricesOf }: Catalogue, name: string): string | undefined {
  const offers = Object.values(storages).flatMap((kind) => {
    const offered = own(kind.classes, name);
    return offered === undefined ? [] : [`- ${kind.name}: ${offerText(offered)}`];
  });
  return offers.length === 0 ? undefined : `**${name}** (prices of ${pricesOf})\n\n${offers.join('\n')}`;
}

function offerText({ price, egress, retrieval, minimumDays }: StorageClass): string {
  return [
    price === undefined ? 'no list price' : `${price.amount} ${price.currency}/GB/month`,
    ...(egress === undefined ? [] : [`egress ${egress.amount} ${egress.currency}/GB`]),
    ...(retrieval === 0 ? [] : [`${sayDuration(retrieval)} until the first byte`]),
    ...(minimumDays === undefined ? [] : [`billed for at least ${minimumDays} days`]),
  ].join(', ');
}

function code(word: string): string {
  return `\`${word}\``;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
