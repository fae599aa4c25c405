/** Words that the vocabulary leaves free and the catalogue, the calendar or the currencies' list knows. */
import type { Range, Statement } from '../../../grammar/tree.ts';
import { value, values } from '../../../grammar/tree.ts';
import { currencies as knownCurrencies } from '../../../grammar/units.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { isZone } from '../../plan/zones.ts';
import type { CheckContext } from '../check.ts';
import { slotValues, statements, unreadable } from '../walk.ts';

export interface CatalogueWord {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
  readonly what: { readonly words: string; readonly quoted?: true };
  /** The words that would do, in the order in which a list should name them. */
  readonly known: readonly string[];
}

type Word = Omit<CatalogueWord, 'file'>;

export function* catalogueWords({ project, catalogue }: CheckContext): Generator<CatalogueWord> {
  for (const { file, statement, parent } of statements(project)) {
    if (unreadable(statement)) continue;
    for (const word of [...words(statement, parent, catalogue), ...zones(statement), ...currencies(statement)])
      yield { file: file.path, ...word };
  }
}

function* words(statement: Statement, parent: Statement | undefined, catalogue: Catalogue): Generator<Word> {
  const word = (slot: string) => value(statement, slot, 'word');
  const known = (slot: string, words: string, among: readonly string[]): Word[] => {
    const found = word(slot);
    return found === undefined ? [] : [{ range: found.range, text: found.text, what: { words }, known: among }];
  };
  if (statement.id === 'file.system') yield* known('kind', 'kind of system', Object.keys(catalogue.systems));
  if (statement.id === 'file.storage') yield* known('kind', 'kind of storage', Object.keys(catalogue.storages));
  if (statement.id === 'storage.media') yield* known('media', 'medium', media(catalogue));
  if (statement.id === 'storage.class') {
    const kind = parent === undefined ? undefined : value(parent, 'kind', 'word')?.text;
    const entry = kind === undefined ? undefined : catalogue.storages[kind];
    if (entry !== undefined) yield* known('class', `storage class of ${kind}`, Object.keys(entry.classes));
  }
  if (statement.slots.using !== undefined) yield* known('using', 'tool', Object.keys(catalogue.tools));
}

/** What the kinds of storage lie on; tape and the like need no kind of their own. */
function media(catalogue: Catalogue): readonly string[] {
  return [...new Set(Object.values(catalogue.storages).map((kind) => kind.media))];
}

function zones(statement: Statement): Word[] {
  const own = statement.id === 'plan.timezone' ? values(statement, 'zone', 'string') : [];
  const scheduled = slotValues(statement).flatMap((each) => (each.type === 'schedule' && each.zone !== undefined ? [each.zone] : []));
  return [...own, ...scheduled]
    .filter((zone) => !isZone(zone.text))
    .map((zone) => ({
      range: zone.range,
      text: zone.text,
      what: { words: 'time zone', quoted: true },
      known: Intl.supportedValuesOf('timeZone'),
    }));
}

function currencies(statement: Statement): Word[] {
  const named =
    statement.id === 'plan.currency'
      ? values(statement, 'currency', 'word')
      : statement.id === 'plan.exchange'
        ? [...values(statement, 'to', 'word'), ...values(statement, 'from', 'word')]
        : [];
  return named.map((word) => ({
    range: word.range,
    text: word.text,
    what: { words: 'currency of ISO 4217' },
    known: [...knownCurrencies],
  }));
}
