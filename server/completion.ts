/** `textDocument/completion` and `completionItem/resolve`: what may stand at the cursor, and what it means. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { checksFor } from '../engine/checks/all.ts';
import { silenceable } from '../engine/checks/terms.ts';
import { type Expectation, expectedIn } from '../grammar/expect.ts';
import { isValueType } from '../grammar/shape.ts';
import { type NameSort, type Statement, type SyntaxTree, value } from '../grammar/tree.ts';
import { commonUnits, currencies, unitOf } from '../grammar/units.ts';
import { type StatementEntry, valueTypes } from '../grammar/vocabulary.ts';
import { toRange } from './convert.ts';
import { classText, storageKindText, systemKindText, toolText } from './explain/catalogue.ts';
import { declarationText } from './hover.ts';
import type { Session } from './session.ts';
import { type NamesFor, snippet, valueSnippet } from './snippet.ts';
import { statementAt } from './statementAt.ts';
import { templates, withNames } from './templates.ts';

/** More names than this would not be read in the stop of a snippet; completion offers them when somebody types there. */
const MANY = 40;

/** An item before it knows where it goes and how it is sorted. */
interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Default: the label. */
  readonly text?: string;
  readonly isSnippet?: boolean;
  readonly detail?: string;
  /** Markdown. */
  readonly doc?: () => string | undefined;
  /** What the typed text is compared with. Default: the label. */
  readonly filter?: string;
}

export class Completions {
  readonly #session: Session;
  /** What the newest list says of its items, by their labels, for a client that asks about the one that is looked at. */
  #docs: ReadonlyMap<string, Offer['doc']> = new Map();
  #list = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  at(path: string, document: TextDocument, offset: number): CompletionItem[] {
    const { snippets, resolvesItems } = this.#session;
    const { offers, range } = offersAt(this.#session, path, document, offset);
    this.#list += 1;
    this.#docs = new Map(offers.map(({ label, doc }) => [label, doc]));
    return offers.map((offer, index) => ({
      ...item(offer, index, range, snippets),
      ...(resolvesItems ? { data: this.#list } : documented(offer.doc)),
    }));
  }

  /** An item of an older list stays as it is. */
  resolved(given: CompletionItem): CompletionItem {
    return given.data === this.#list ? { ...given, ...documented(this.#docs.get(given.label)) } : given;
  }
}

function documented(doc: Offer['doc']): Pick<CompletionItem, 'documentation'> {
  const text = doc?.();
  return text === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: text } };
}

function offersAt(session: Session, path: string, document: TextDocument, offset: number): { offers: readonly Offer[]; range: Range } {
  const { tree } = session.project(path).project.root;
  const expected = expectedIn(tree, offset);
  const range = toRange(document, expected.range);
  if (expected.inside === 'comment') return { offers: [], range };
  const catalogue = session.host.catalogueFor(path);
  const top = statementAt(tree, offset)?.top ?? enclosing(tree, offset);
  // Of a retention rule, the numbers and durations that it may begin with say nothing new.
  const isRule = expected.values.some(({ type }) => type === 'RULE') && expected.typed === '';
  const wanted = expected.values.filter(({ type }) => type !== 'NUMBER' && !(isRule && type === 'DURATION'));
  const values = wanted.flatMap(({ slot, type }) => valueOffers(expected, catalogue, top, slot, type));
  const own = top === undefined ? undefined : value(top, 'name', 'name')?.text;
  const namesFor = remembered(({ slot, type, sorts }) => {
    if (type !== 'REFERENCE' && type !== 'NAME' && !type.endsWith('_KIND')) return [];
    const found =
      type === 'REFERENCE' ? sorts.flatMap((sort) => nameOffers(session, path, sort)) : valueOffers(expected, catalogue, top, slot, type);
    const names = distinct(found).flatMap(({ label }) => (label === own ? [] : label));
    return names.length > MANY ? [] : names;
  });
  const offers =
    expected.inside === 'string'
      ? values
      : [
          ...expected.references.flatMap((sort) => nameOffers(session, path, sort)),
          ...values,
          ...expected.words.map((word): Offer => ({ label: word, kind: CompletionItemKind.Keyword })),
          ...expected.units.map((unit): Offer => ({ label: unit, kind: CompletionItemKind.Unit })),
          ...expected.statements.flatMap((entry) => statementOffers(entry, session.snippets, namesFor)),
          ...(expected.block ? [blockOffer] : []),
        ];
  return { offers: distinct(offers), range };
}

/** Several statements have the same slots. */
function remembered(find: NamesFor): NamesFor {
  const known = new Map<string, readonly string[]>();
  return (piece) => {
    const key = `${piece.type} ${piece.type === 'REFERENCE' ? piece.sorts : piece.slot}`;
    const names = known.get(key) ?? find(piece);
    known.set(key, names);
    return names;
  };
}

/** The declaration around a place between statements. */
function enclosing({ statements }: SyntaxTree, offset: number): Statement | undefined {
  return statements.find(({ range }) => range.start <= offset && offset <= range.end);
}

function item(
  { label, kind, text = label, isSnippet, detail, filter }: Offer,
  index: number,
  range: Range,
  snippets: boolean,
): CompletionItem {
  const asSnippet = isSnippet === true && snippets;
  return {
    label,
    kind,
    detail,
    // The order of the language's own tables is better than the alphabet's.
    sortText: String(index).padStart(4, '0'),
    filterText: filter,
    insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: isSnippet && !snippets ? label : text },
  };
}

function distinct(offers: readonly Offer[]): Offer[] {
  return [...new Map(offers.toReversed().map((offer) => [offer.label, offer])).values()].reverse();
}

/** The bare statement, and behind it the ways to write it that are filled in; one of the same name is offered in its place. */
function statementOffers(entry: StatementEntry, snippets: boolean, namesFor: NamesFor): Offer[] {
  const bare = statementOffer(entry, namesFor);
  const filled = (snippets ? (templates[entry.id] ?? []) : []).map(
    ({ label, about, text }): Offer => ({
      label,
      kind: CompletionItemKind.Snippet,
      text: withNames(text, (sort) => namesFor({ is: 'slot', slot: sort, type: 'REFERENCE', sorts: [sort], list: false })),
      isSnippet: true,
      detail: about,
      doc: bare.doc,
    }),
  );
  return filled.some(({ label }) => label === bare.label) ? filled : [bare, ...filled];
}

function statementOffer(entry: StatementEntry, namesFor: NamesFor): Offer {
  const label = entry.shape
    .split(' ')
    .filter((part, index, parts) => /^[a-z]+$/.test(part) && parts.slice(0, index).every((each) => /^[a-z]+$/.test(each)))
    .join(' ');
  const doc = (): string => `${entry.doc}\n\n\`\`\`backupplan\n${entry.example}\n\`\`\``;
  return { label, kind: CompletionItemKind.Keyword, text: snippet(entry, namesFor), isSnippet: true, detail: entry.example, doc };
}

const blockOffer: Offer = {
  label: '{ }',
  kind: CompletionItemKind.Snippet,
  text: '{\n\t$0\n}',
  isSnippet: true,
  detail: 'a block',
  filter: '{',
};

function nameOffers(session: Session, path: string, sort: NameSort): Offer[] {
  if (sort === 'check') {
    return checksFor(session.host.catalogueFor(path))
      .filter(silenceable)
      .map(({ code, summary }) => ({ label: code, kind: CompletionItemKind.EnumMember, detail: 'check', doc: () => summary }));
  }
  // Of every open plan that holds this file: a library may use the names of the plan that imports it.
  const declared = [path, ...session.openPaths()].flatMap((root) => {
    const { project, names } = session.project(root);
    if (root !== path && !project.files.some((file) => file.path === path)) return [];
    return sort === 'account' ? names.accounts : names.declarations.filter((declaration) => declaration.sort === sort);
  });
  const offers = declared.map(
    (declaration): Offer => ({
      label: declaration.name,
      kind: CompletionItemKind.Reference,
      detail: sort,
      doc: () => declarationText(declaration),
    }),
  );
  if (sort === 'account')
    offers.push({
      label: 'production',
      kind: CompletionItemKind.Reference,
      detail: 'account',
      doc: () => 'The account of everything that names none.',
    });
  return offers;
}

function valueOffers(expected: Expectation, catalogue: Catalogue, top: Statement | undefined, slot: string, type: string): Offer[] {
  const named = (names: Iterable<string>, detail: string, docOf: (name: string) => string | undefined = () => undefined): Offer[] =>
    [...names].map((label) => ({ label, kind: CompletionItemKind.Value, detail, doc: () => docOf(label) }));
  switch (type) {
    case 'SYSTEM_KIND':
      return named(Object.keys(catalogue.systems), 'kind of system', (name) => systemKindText(catalogue, name));
    case 'STORAGE_KIND':
      return named(Object.keys(catalogue.storages), 'kind of storage', (name) => storageKindText(catalogue, name));
    case 'NAME':
      switch (slot) {
        case 'using':
          return named(toolsFor(catalogue, top), 'tool', (name) => toolText(catalogue, name));
        case 'class':
          return named(classesOf(catalogue, top), 'storage class', (name) => classText(catalogue, name));
        case 'media':
          return named(new Set(Object.values(catalogue.storages).map(({ media }) => media)), 'media');
        case 'packs':
          return named(Object.keys(catalogue.packs), 'compliance pack', (name) => catalogue.packs[name]?.about);
        case 'currency':
        case 'to':
        case 'from':
          return named(currencies, 'currency');
        default:
          return [];
      }
    case 'STRING':
      if (slot === 'zone') return zoneOffers(expected);
      return expected.inside === 'string'
        ? []
        : [
            {
              label: '""',
              kind: CompletionItemKind.Value,
              text: valueSnippet(type),
              isSnippet: true,
              filter: '"',
              doc: () => valueTypes.STRING.doc,
            },
          ];
    default:
      return quantityOffers(expected, type);
  }
}

/** A number that is being typed goes on with a unit; where nothing is typed, an example shows what is meant. */
function quantityOffers({ typed }: Expectation, type: string): Offer[] {
  if (!isValueType(type)) return [];
  const number = /^\d+(\.\d+)?/.exec(typed)?.[0];
  if (number !== undefined) {
    return (unitOf<readonly string[]>(commonUnits, type) ?? []).map((unit) => {
      const text = /^(.|%.*)$/.test(unit) ? `${number}${unit}` : `${number} ${unit}`;
      return { label: text, kind: CompletionItemKind.Unit, filter: `${number}${unit}` };
    });
  }
  const { example, words, doc } = valueTypes[type];
  return [{ label: example, kind: CompletionItemKind.Value, text: valueSnippet(type), isSnippet: true, detail: words, doc: () => doc }];
}

function zoneOffers({ inside }: Expectation): Offer[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((zone) => ({
    label: zone,
    kind: CompletionItemKind.Value,
    detail: 'time zone',
    ...(inside === 'string' ? {} : { text: `"${zone}"`, filter: `"${zone}"` }),
  }));
}

/** The tools of the system's kind first in its own order; in a policy, which has no kind, all. */
function toolsFor({ systems, tools }: Catalogue, top: Statement | undefined): readonly string[] {
  const kind = top?.id === 'file.system' ? value(top, 'kind', 'word')?.text : undefined;
  return kind !== undefined && Object.hasOwn(systems, kind) ? (systems[kind]?.tools ?? []) : Object.keys(tools);
}

function classesOf({ storages }: Catalogue, top: Statement | undefined): readonly string[] {
  const kind = top === undefined ? undefined : value(top, 'kind', 'word')?.text;
  if (kind !== undefined && Object.hasOwn(storages, kind)) return Object.keys(storages[kind]?.classes ?? {});
  return [...new Set(Object.values(storages).flatMap(({ classes }) => Object.keys(classes)))];
}
