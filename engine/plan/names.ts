import type { NameSort, Range, ReferenceValue, Statement } from '../../grammar/tree.ts';
import { value } from '../../grammar/tree.ts';
import type { Project, SourceFile } from './project.ts';

/**
 * A declared name. An account has no declaration of its own: the first statement that gives it stands for one, with sort `account` and
 * `statement` that `account` line.
 */
export interface Declaration {
  readonly name: string;
  readonly sort: NameSort;
  readonly file: string;
  readonly nameRange: Range;
  readonly statement: Statement;
}

/** A name used. */
export interface Reference {
  readonly name: string;
  /** What is expected here. */
  readonly sorts: readonly NameSort[];
  readonly file: string;
  readonly range: Range;
  /** The statement that holds it, and the declaration (statement of the file) around that. */
  readonly statement: Statement;
  readonly within: Statement;
  /** What it means: the first declaration of the name that has an expected sort. */
  readonly target?: Declaration;
  /** All declarations of the name, whatever their sort: with none, the name is undefined; with some but no target, of the wrong kind. */
  readonly named: readonly Declaration[];
  /** It has a target, or is the account `production`, which nobody has to declare. */
  readonly known: boolean;
}

/** The names of a project: one space over all its files. */
export interface Names {
  /** Declarations other than accounts, duplicates included, in the order of the files. */
  readonly declarations: readonly Declaration[];
  readonly accounts: readonly Declaration[];
  /** Every use of a name, in the order of the files. Codes of checks (`accept CODE`) are no names. */
  readonly references: readonly Reference[];
  /** Declarations that are not the first of their name. */
  readonly duplicates: readonly { readonly declaration: Declaration; readonly first: Declaration }[];
  /** The first declaration of a name with one of these sorts. */
  resolve(name: string, sorts: readonly NameSort[]): Declaration | undefined;
  /** All declarations of a name, accounts last. */
  named(name: string): readonly Declaration[];
  referencesTo(declaration: Declaration): readonly Reference[];
  /** The name at an offset (its end included, as for a cursor behind it). */
  at(file: string, offset: number): Declaration | Reference | undefined;
}

export function indexNames(project: Project): Names {
  const parts = project.files.map(namesOfFile);
  const declarations = parts.flatMap((part) => part.declarations);
  const accounts = [
    ...new Map(
      parts
        .flatMap((part) => part.accounts)
        .reverse()
        .map((account) => [account.name, account]),
    ).values(),
  ].reverse();

  const byName = new Map<string, Declaration[]>();
  const duplicates: { declaration: Declaration; first: Declaration }[] = [];
  for (const declaration of declarations) {
    const known = byName.get(declaration.name);
    if (known === undefined) byName.set(declaration.name, [declaration]);
    else {
      if (known[0] !== undefined) duplicates.push({ declaration, first: known[0] });
      known.push(declaration);
    }
  }
  for (const account of accounts) byName.set(account.name, [...(byName.get(account.name) ?? []), account]);

  const named = (name: string): readonly Declaration[] => byName.get(name) ?? [];
  const resolve = (name: string, sorts: readonly NameSort[]): Declaration | undefined =>
    named(name).find((declaration) => sorts.includes(declaration.sort));

  const uses = new Map<Declaration, Reference[]>();
  const references: Reference[] = [];
  for (const { file, reference, statement, within } of parts.flatMap((part) => part.uses)) {
    const target = resolve(reference.text, reference.sorts);
    if (target?.sort === 'account' && target.file === file && target.nameRange === reference.range) continue; // it is the declaration
    const use = referenceOf({ file, reference, statement, within }, target, named(reference.text));
    references.push(use);
    if (target === undefined) continue;
    const others = uses.get(target);
    if (others === undefined) uses.set(target, [use]);
    else others.push(use);
  }

  return {
    declarations,
    accounts,
    references,
    duplicates,
    resolve,
    named,
    referencesTo: (declaration) => uses.get(declaration) ?? [],
    at: (file, offset) =>
      references.find((use) => use.file === file && holds(use.range, offset)) ??
      [...declarations, ...accounts].find((declaration) => declaration.file === file && holds(declaration.nameRange, offset)),
  };
}

/** The names of a project, of which only the references in one of its files are looked at: as that reads now. */
export function namesWithin(names: Names, file: SourceFile): Names {
  const references = namesOfFile(file).uses.map((use) =>
    referenceOf(use, names.resolve(use.reference.text, use.reference.sorts), names.named(use.reference.text)),
  );
  return { ...names, references };
}

/** What a file declares, accounts included, each with its sort. */
export function declaredIn(file: SourceFile): readonly string[] {
  const { declarations, accounts } = namesOfFile(file);
  return [...declarations, ...accounts].map(({ sort, name }) => `${sort} ${name}`);
}

function referenceOf(
  { file, reference, statement, within }: Use,
  target: Declaration | undefined,
  named: readonly Declaration[],
): Reference {
  const { text: name, sorts, range } = reference;
  const known = target !== undefined || (sorts.includes('account') && name === 'production');
  return { name, sorts, file, range, statement, within, target, named, known };
}

function holds(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

interface Use {
  readonly file: string;
  readonly reference: ReferenceValue;
  readonly statement: Statement;
  readonly within: Statement;
}
interface FileNames {
  readonly declarations: readonly Declaration[];
  readonly accounts: readonly Declaration[];
  readonly uses: readonly Use[];
}

const sorts: Readonly<Record<string, NameSort>> = {
  'file.site': 'site',
  'file.storage': 'storage',
  'file.key': 'key',
  'file.system': 'system',
  'file.policy': 'policy',
  'file.scenario': 'scenario',
  'file.contact': 'contact',
};
const accountStatements = new Set<string | undefined>(['site.account', 'storage.account', 'system.account']);

const known = new WeakMap<SourceFile, FileNames>();

/** The names of one file, worked out once for each text that it had. */
function namesOfFile(file: SourceFile): FileNames {
  const before = known.get(file);
  if (before !== undefined) return before;
  const declarations: Declaration[] = [];
  const accounts: Declaration[] = [];
  const uses: Use[] = [];

  const walk = (statement: Statement, within: Statement): void => {
    for (const reference of Object.values(statement.slots).flat()) {
      if (reference.type !== 'reference' || reference.sorts.includes('check')) continue;
      uses.push({ file: file.path, reference, statement, within });
      if (accountStatements.has(statement.id)) {
        accounts.push({ name: reference.text, sort: 'account', file: file.path, nameRange: reference.range, statement });
      }
    }
    for (const inner of statement.block?.statements ?? []) walk(inner, within);
  };
  for (const statement of file.tree.statements) {
    const sort = statement.id === undefined ? undefined : sorts[statement.id];
    const name = value(statement, 'name', 'name');
    if (sort !== undefined && name !== undefined) {
      declarations.push({ name: name.text, sort, file: file.path, nameRange: name.range, statement });
    }
    walk(statement, statement);
  }
  const names = { declarations, accounts, uses };
  known.set(file, names);
  return names;
}
