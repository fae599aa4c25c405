/** Edits that keep the look of the text around them. */
import type { Block, Range } from '../../grammar/tree.ts';
import type { BackupBlock, Place, System } from '../plan/model.ts';
import type { ReadText, SourceFile } from '../plan/project.ts';
import type { CheckContext } from './check.ts';
import type { TextEdit } from './finding.ts';
import { holds } from './walk.ts';

/** Takes a statement, or a comment, out: with its line where it stands alone on it, else with the `;` behind or before it. */
export function removal(file: SourceFile, { range }: { readonly range: Range }): TextEdit {
  const { text, path } = file;
  // No further than what is blank: in a line of a megabyte there are tens of thousands of mistakes.
  const first = back(text, range.start, /[^\S\n]/);
  const last = ahead(text, range.end, /[^\S\n]/);
  if ((first === 0 || text[first - 1] === '\n') && (last === text.length || text[last] === '\n'))
    return { file: path, range: { start: first, end: Math.min(last + 1, text.length) }, text: '' };
  if (text[last] === ';') return { file: path, range: { start: range.start, end: ahead(text, last + 1, /[ \t]/) }, text: '' };
  const before = back(text, range.start, /[ \t]/);
  const start = text[before - 1] === ';' ? back(text, before - 1, /[ \t]/) : before;
  return { file: path, range: { start, end: range.end }, text: '' };
}

function back(text: string, from: number, blank: RegExp): number {
  let at = from;
  while (at > 0 && blank.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

function ahead(text: string, from: number, blank: RegExp): number {
  let at = from;
  while (at < text.length && blank.test(text[at] ?? '')) at += 1;
  return at;
}

/** Puts a statement (one line or several, indented from 0) first in a block, or last. */
export function insertion(file: SourceFile, block: Block, statement: string, where: 'first' | 'last'): TextEdit {
  const { text } = file;
  const inner: Range = { start: block.range.start + 1, end: block.closed ? block.range.end - 1 : block.range.end };
  const body = text.slice(inner.start, inner.end);
  const { path } = file;
  if (!body.includes('\n') && !statement.includes('\n')) {
    const edit =
      body.trim() === '' ? ` ${statement} ` : where === 'first' ? ` ${statement};` : `${/;\s*$/.test(body) ? '' : ';'} ${statement} `;
    if (body.trim() === '') return { file: path, range: inner, text: edit };
    const at = inner.start + (where === 'first' ? 0 : body.trimEnd().length);
    return { file: path, range: { start: at, end: where === 'first' ? at : inner.end }, text: edit };
  }
  const outer = indentAt(text, block.range.start);
  const own = `${outer}  `;
  const lines = statement
    .split('\n')
    .map((line) => (line === '' ? '' : own + line))
    .join('\n');
  if (!body.includes('\n')) {
    const kept = body.trim() === '' ? '' : `${own}${body.trim()}\n`;
    return { file: path, range: inner, text: where === 'first' ? `\n${lines}\n${kept}${outer}` : `\n${kept}${lines}\n${outer}` };
  }
  if (where === 'first') return { file: path, range: { start: inner.start, end: inner.start }, text: `\n${lines}` };
  const end = inner.start + body.trimEnd().length;
  return { file: path, range: { start: end, end: inner.end }, text: `\n${lines}\n${outer}` };
}

/** Puts a declaration (one line or several) below the last one of its sort (`file.storage`), else at the end of the file. */
export function declarationBelow({ path, text, tree }: SourceFile, id: string, lines: string): TextEdit {
  const at = (offset: number, inserted: string): TextEdit => ({ file: path, range: { start: offset, end: offset }, text: inserted });
  const last = tree.statements.findLast((statement) => statement.id === id);
  if (last !== undefined) {
    const end = text.indexOf('\n', last.range.end);
    const isAlone = !tree.statements.some(({ range }) => range.start > last.range.end && range.start <= end);
    if (end >= 0 && isAlone) return at(end + 1, `${lines}\n`);
  }
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  return at(text.length, `${gap}${lines}\n`);
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Puts a statement last in a backup block of a system; opens a block behind `backup with POLICY` where there is none. */
export function blockInsertion(file: SourceFile, system: System, { place }: BackupBlock, statement: string): TextEdit {
  const backup = system.statement.block?.statements.find((each) => each.range.start === place.range.start);
  if (backup?.block !== undefined) return insertion(file, backup.block, statement, 'last');
  return { file: file.path, range: { start: place.range.end, end: place.range.end }, text: ` { ${statement} }` };
}

/** Puts a statement where the statement at `near` stands: into the policy that the block takes it from, else into the block itself. */
export function insertionNear(context: CheckContext, system: System, block: BackupBlock, near: Place, statement: string): TextEdit[] {
  const file = context.project.files.find((each) => each.path === near.file);
  if (file === undefined) return [];
  const policy = context.names.declarations.find((each) => each.sort === 'policy' && each.name === block.policy);
  const within = policy?.statement.block !== undefined && policy.file === near.file && holds(policy.statement.range, near.range);
  return within && policy.statement.block !== undefined
    ? [insertion(file, policy.statement.block, statement, 'last')]
    : [blockInsertion(file, system, block, statement)];
}

/** The texts as they are after the edits of a fix. */
export function withEdits(edits: readonly TextEdit[], read: ReadText): ReadText {
  return (path) => {
    const text = read(path);
    return text === undefined
      ? undefined
      : applied(
          text,
          edits.filter((edit) => edit.file === path),
        );
  };
}

/** The edits do not overlap. */
function applied(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.range.start - a.range.start)
    .reduce((edited, { range, text: inserted }) => edited.slice(0, range.start) + inserted + edited.slice(range.end), text);
}
