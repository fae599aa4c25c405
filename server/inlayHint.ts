/** `textDocument/inlayHint`: what the assessment knows, where the plan says it. */
import { type InlayHint, type Range as LspRange, MarkupKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Examination } from '../engine/examine.ts';
import type { Range, Statement } from '../grammar/tree.ts';
import { toOffset } from './convert.ts';
import type { Hint } from './inlay/hint.ts';
import { retentionHints } from './inlay/retention.ts';
import { scheduleHints } from './inlay/schedule.ts';
import { storageHints } from './inlay/storage.ts';
import { targetHints } from './inlay/target.ts';
import type { Session } from './session.ts';

/** Only what the range shows is worked out. A library gives none: what its statements come to is up to the plans that import it. */
export function inlayHints(session: Session, path: string, document: TextDocument, { start, end }: LspRange): InlayHint[] {
  const examination = session.examination(path);
  if (examination.plan.library) return [];
  const asked = { start: toOffset(document, start), end: toOffset(document, end) };
  const hints: Hint[] = [];
  for (const top of examination.project.root.tree.statements) {
    for (const statement of within(top, asked)) hints.push(...hintsOf(session, examination, path, top, statement));
  }
  return hints
    .filter(({ offset }) => asked.start <= offset && offset <= asked.end)
    .map(({ offset, label, tooltip }) => ({
      position: document.positionAt(offset),
      label,
      ...(tooltip === undefined ? {} : { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
      paddingLeft: true,
    }));
}

/** The statements whose own words the range touches. */
function* within(statement: Statement, asked: Range): Generator<Statement> {
  const { range, block } = statement;
  if (range.end < asked.start || asked.end < range.start) return;
  if (block === undefined || asked.start <= block.range.start) yield statement;
  for (const inner of block?.statements ?? []) yield* within(inner, asked);
}

function hintsOf(session: Session, examination: Examination, path: string, top: Statement, statement: Statement): Hint[] {
  const wanted = session.settingsFor(path).inlayHints;
  if (statement.broken) return [];
  switch (statement.id) {
    case 'file.storage':
      return wanted.storages ? storageHints(examination, statement) : [];
    case 'target.rpo':
    case 'scenario.rpo':
      return wanted.targets ? targetHints(examination, path, top, statement, 'rpo') : [];
    case 'target.rto':
    case 'scenario.rto':
      return wanted.targets ? targetHints(examination, path, top, statement, 'rto') : [];
    case 'block.keep':
      return wanted.retention ? retentionHints(examination, { file: path, range: statement.range }) : [];
    default:
      return wanted.schedules ? scheduleHints(statement, examination.plan.timezone.value) : [];
  }
}
