/** `refactor.inline.policy`: what a policy says is written where it is used, for one backup or for all and then without the policy. */
import { removal } from '../../engine/checks/edits.ts';
import type { TextEdit } from '../../engine/checks/finding.ts';
import { listedSome } from '../../engine/checks/words.ts';
import type { Place } from '../../engine/plan/model.ts';
import type { SourceFile } from '../../engine/plan/project.ts';
import { type Range, type Statement, value, values } from '../../grammar/tree.ts';
import { occurrences } from '../occurrences.ts';
import type { Session } from '../session.ts';
import { blockOf, bodyOf, indentedAt, withComments } from './body.ts';
import type { Refactoring } from './extract.ts';

interface Written {
  readonly file: SourceFile;
  readonly statement: Statement;
}
/** A `backup with POLICY`, and the system around it. */
interface Use extends Written {
  readonly system: Statement;
}

/** Of the policy that the backup at the offset uses, or whose declaration begins there. */
export function inlinePolicy(session: Session, path: string, offset: number): Refactoring | undefined {
  const here = useAt(session, { file: path, range: { start: offset, end: offset } });
  const name = here === undefined ? headOfPolicy(session, path, offset) : value(here.statement, 'policy', 'reference')?.range;
  const found = name && occurrences(session.plans(path), path, name.start);
  const [declared, ...more] = found?.declarations ?? [];
  const policy = declared && topAt(session, declared);
  if (found === undefined || policy === undefined || policy.statement.id !== 'file.policy' || more.length > 0) return undefined;
  // The last one leaves nothing that would use it.
  if (here !== undefined && found.uses.length > 1) return { title: `Inline the policy ${found.name}`, edits: [inlined(policy, here)] };
  const uses = found.uses.map((place) => useAt(session, place));
  const backups = uses.filter((use) => use !== undefined);
  // An `accept` that speaks of the policy cannot do without it.
  if (backups.length === 0 || backups.length < uses.length) return undefined;
  const systems = new Set(backups.map(({ system }) => value(system, 'name', 'name')?.text ?? ''));
  return {
    title: `Inline the policy ${found.name} into ${listedSome([...systems], 3)}, and remove it`,
    edits: [...backups.map((use) => inlined(policy, use)), removal(policy.file, { range: withComments(policy.file, policy.statement) })],
  };
}

/** The name of the policy whose words before the block the offset is in. */
function headOfPolicy(session: Session, path: string, offset: number): Range | undefined {
  const { statement } = topAt(session, { file: path, range: { start: offset, end: offset } }) ?? {};
  const isHead = statement?.id === 'file.policy' && offset <= (statement.block?.range.start ?? statement.range.end);
  return isHead ? value(statement, 'name', 'name')?.range : undefined;
}

function topAt(session: Session, { file: path, range }: Place): Written | undefined {
  const file = session.project(path).project.root;
  const statement = file.tree.statements.find((each) => each.range.start <= range.start && range.end <= each.range.end);
  return statement && { file, statement };
}

function useAt(session: Session, place: Place): Use | undefined {
  const top = topAt(session, place);
  const statement = top?.statement.block?.statements.find(
    ({ id, range }) => id === 'system.backup' && range.start <= place.range.start && place.range.end <= range.end,
  );
  if (top === undefined || statement === undefined || value(statement, 'policy', 'reference') === undefined) return undefined;
  return { file: top.file, system: top.statement, statement };
}

/** The backup with the policy's statements that it does not replace, then its own; before it the targets that only the policy states. */
function inlined({ file, statement: { block } }: Written, use: Use): TextEdit {
  const own = use.statement.block;
  const replaced = new Set(own?.statements.flatMap(kindsOf));
  const edits = (block?.statements ?? []).flatMap((each): TextEdit[] => {
    const kinds = kindsOf(each);
    if (isTarget(each) || (kinds.length > 0 && kinds.every((kind) => replaced.has(kind)))) return [removal(file, each)];
    return kinds.some((kind) => replaced.has(kind)) ? [fewerStorages(file, each, replaced)] : [];
  });
  const said = new Set(use.system.block?.statements.map(({ id }) => id));
  const targets = (block?.statements ?? [])
    .filter((each) => isTarget(each) && !said.has(each.id))
    .map(({ range }) => file.text.slice(range.start, range.end));
  const bodies = [...(block === undefined ? [] : [bodyOf(file, block, edits)]), ...(own === undefined ? [] : [bodyOf(use.file, own)])];
  const text = [...targets, `backup ${blockOf(bodies)}`].join(targets.length === 0 ? '' : '\n');
  return { file: use.file.path, range: use.statement.range, text: indentedAt(use.file.text, use.statement.range.start, text) };
}

function isTarget({ id }: Statement): boolean {
  return id?.startsWith('target.') === true;
}

/** What a statement of a block replaces a policy's by: the same job word and storage, the same `keep` target, and so on. */
function kindsOf(statement: Statement): string[] {
  const { id = '' } = statement;
  const word = id.replace(/^block\./, '');
  const storages = (slot: string): string[] => values(statement, slot, 'reference').map(({ text }) => text);
  switch (id) {
    case 'block.copy':
    case 'block.move':
      return storages('from').flatMap((from) => storages('to').map((to) => `copy ${from} ${to}`));
    case 'block.keep':
    case 'block.keeplogs':
      return [[word, ...storages('on')].join(' ')];
    case 'block.verify':
      return values(statement, 'what', 'word').map(({ text }) => `${word} ${text}`);
    default:
      return storages('to').map((to) => `${word} ${to}`);
  }
}

/** A log to several storages without those that the backup has a log of its own to. */
function fewerStorages({ path }: SourceFile, statement: Statement, replaced: ReadonlySet<string>): TextEdit {
  const to = values(statement, 'to', 'reference');
  const word = (statement.id ?? '').replace(/^block\./, '');
  const left = to.filter(({ text }) => !replaced.has(`${word} ${text}`)).map(({ text }) => text);
  return { file: path, range: { start: to[0]?.range.start ?? 0, end: to.at(-1)?.range.end ?? 0 }, text: left.join(', ') };
}
