/** `textDocument/hover`: what a word means, what a number comes to, and what the plan reaches. */
import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import type { Declaration } from '../engine/plan/names.ts';
import type { Range, Statement, Value } from '../grammar/tree.ts';
import { entryById } from '../grammar/vocabulary.ts';
import { toRange } from './convert.ts';
import { classText, storageKindText, systemKindText, toolText } from './explain/catalogue.ts';
import { conversion } from './explain/conversion.ts';
import { budgetText, storageText } from './explain/costs.ts';
import { retainedText } from './explain/retained.ts';
import { reachesOfKeep, reachText, survivorText } from './explain/retention.ts';
import { scheduleSummary } from './explain/schedule.ts';
import { reached } from './explain/targets.ts';
import { isReference, placeOf } from './occurrences.ts';
import type { Session } from './session.ts';
import { type At, statementAt } from './statementAt.ts';

export function hover(session: Session, path: string, document: TextDocument, offset: number): Hover | null {
  const { project, names } = session.project(path);
  const named = names.at(path, offset);
  if (named !== undefined) {
    const declaration = isReference(named) ? named.target : named;
    if (declaration === undefined) return null;
    return shown(document, placeOf(named).range, [declarationText(declaration), costText(session, path, declaration)]);
  }
  const at = statementAt(project.root.tree, offset);
  if (at === undefined) return null;
  const { statement, value } = at;
  const range = value?.value.range ?? statement.keyword.range;
  if (value === undefined && (offset < range.start || offset > range.end)) return null;
  const about = value === undefined ? statementText(statement) : valueText(session, path, at, value.slot, value.value);
  return shown(document, range, [about, ...figureTexts(session, path, at)]);
}

function shown(document: TextDocument, range: Range, parts: readonly (string | undefined)[]): Hover | null {
  const said = parts.filter((part) => part !== undefined);
  if (said.length === 0) return null;
  return { contents: { kind: MarkupKind.Markdown, value: said.join('\n\n---\n\n') }, range: toRange(document, range) };
}

function statementText(statement: Statement): string | undefined {
  const entry = entryById(statement.id);
  return entry && `${entry.doc}\n\nExample: \`${entry.example}\``;
}

export function declarationText({ sort, name, statement }: Declaration): string {
  const kind = statement.slots.kind?.[0];
  const head = sort === 'account' ? `account ${name}` : `${sort} ${name}${kind?.type === 'word' ? `: ${kind.text}` : ''}`;
  const doc = sort === 'account' ? undefined : (statement.doc ?? entryById(statement.id)?.doc);
  return doc === undefined ? fence(head) : `${fence(head)}\n\n${doc}`;
}

function valueText(session: Session, path: string, { statement }: At, slot: string, value: Value): string | undefined {
  if (value.type === 'schedule') {
    const zone = value.zone?.text ?? session.examination(path).plan.timezone.value;
    return scheduleSummary(value, zone, Math.floor(Date.now() / 60_000) * 60);
  }
  if (value.type === 'word') return wordText(session.host.catalogueFor(path), statement, slot, value.text) ?? statementText(statement);
  return conversion(value) ?? statementText(statement);
}

function wordText(catalogue: Catalogue, statement: Statement, slot: string, word: string): string | undefined {
  if (statement.id === 'file.system' && slot === 'kind') return systemKindText(catalogue, word);
  if (statement.id === 'file.storage' && slot === 'kind') return storageKindText(catalogue, word);
  if (slot === 'using') return toolText(catalogue, word);
  if (statement.id === 'storage.class') return classText(catalogue, word);
  return undefined;
}

/** What a statement comes to in this plan. */
function figureTexts(session: Session, path: string, { top, statement }: At): readonly (string | undefined)[] {
  const place = { file: path, range: statement.range };
  switch (statement.id) {
    case 'target.rpo':
    case 'scenario.rpo':
      return [reached(session.examination(path), top, 'rpo')];
    case 'target.rto':
    case 'scenario.rto':
      return [reached(session.examination(path), top, 'rto')];
    case 'target.retain':
      return [retainedText(session.examination(path), place)];
    case 'block.keep': {
      const examination = session.examination(path);
      const reaches = reachesOfKeep(examination, examination.plan.systems, place);
      return [reachText(examination, reaches), survivorText(examination, reaches)];
    }
    case 'plan.budget':
      return [budgetText(session.examination(path))];
    default:
      return [];
  }
}

/** Of a storage; in a library nobody knows what will lie on it. */
function costText(session: Session, path: string, { sort, name }: Declaration): string | undefined {
  if (sort !== 'storage') return undefined;
  const examination = session.examination(path);
  return examination.plan.library ? undefined : storageText(examination, name);
}

function fence(code: string): string {
  return `\`\`\`backupplan\n${code}\n\`\`\``;
}
