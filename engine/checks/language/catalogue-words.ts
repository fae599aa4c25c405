/** Words that the vocabulary leaves free and the catalogue, the calendar or the currencies' list knows. */
import type { Range, Statement } from '../../../grammar/tree.ts';
import { value, values } from '../../../grammar/tree.ts';
import { currencies } from '../../../grammar/units.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isZone } from '../../plan/zones.ts';
import type { CheckContext } from '../check.ts';
import { statements, unreadable } from '../walk.ts';

export interface CatalogueWord {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
  readonly what: { readonly words: string; readonly quoted?: true };
  /** The words that would do, in the order in which a list should name them. */
  readonly known: readonly string[];
}

type Word = Omit<CatalogueWord, 'file'>;
type Found = { readonly range: Range; readonly text: string } | undefined;

export function* catalogueWords({ project, catalogue }: CheckContext): Generator<CatalogueWord> {
  const tools = Object.keys(catalogue.tools);
  for (const { file, statement, parent } of statements(project)) {
    if (unreadable(statement)) continue;
    for (const word of wordsOf(statement, parent, catalogue)) yield { file: file.path, ...word };
    if (statement.slots.using !== undefined)
      yield* word(value(statement, 'using', 'word'), 'tool', tools).map((each) => ({ file: file.path, ...each }));
    const zone = statement.slots.schedule === undefined ? undefined : value(statement, 'schedule', 'schedule')?.zone;
    for (const each of zones(zone)) yield { file: file.path, ...each };
  }
}

function wordsOf(statement: Statement, parent: Statement | undefined, catalogue: Catalogue): readonly Word[] {
  switch (statement.id) {
    case 'file.system':
      return word(value(statement, 'kind', 'word'), 'kind of system', Object.keys(catalogue.systems));
    case 'file.storage':
      return word(value(statement, 'kind', 'word'), 'kind of storage', Object.keys(catalogue.storages));
    case 'storage.media':
      return word(value(statement, 'media', 'word'), 'medium', media(catalogue));
    case 'storage.class': {
      const kind = parent === undefined ? undefined : value(parent, 'kind', 'word')?.text;
      const entry = kind === undefined ? undefined : catalogue.storages[kind];
      return entry === undefined ? [] : word(value(statement, 'class', 'word'), `storage class of ${kind}`, Object.keys(entry.classes));
    }
    case 'plan.timezone':
      return zones(value(statement, 'zone', 'string'));
    case 'plan.comply':
      return values(statement, 'packs', 'word').flatMap((pack) => word(pack, 'compliance pack', Object.keys(catalogue.packs)));
    case 'plan.currency':
      return currency(value(statement, 'currency', 'word'));
    case 'plan.exchange':
      return [...currency(value(statement, 'to', 'word')), ...currency(value(statement, 'from', 'word'))];
    default:
      return [];
  }
}

function word(found: Found, words: string, known: readonly string[]): Word[] {
  return found === undefined ? [] : [{ range: found.range, text: found.text, what: { words }, known }];
}

/** What the kinds of storage lie on. */
function media(catalogue: Catalogue): readonly string[] {
  return [...new Set(Object.values(catalogue.storages).map((kind) => kind.media))];
}

function zones(found: Found): Word[] {
  if (found === undefined || isZone(found.text)) return [];
  return [{ range: found.range, text: found.text, what: { words: 'time zone', quoted: true }, known: Intl.supportedValuesOf('timeZone') }];
}

function currency(found: Found): Word[] {
  return found === undefined || currencies.has(found.text) ? [] : word(found, 'currency of ISO 4217', [...currencies]);
}
