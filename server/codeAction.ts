/** `textDocument/codeAction`: fixes that are proved, and the files that a plan gives. */
import { type CodeAction, CodeActionKind, type CodeActionParams, CodeActionTriggerKind } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { fixAll } from '../engine/checks/fix-all.ts';
import { value } from '../grammar/tree.ts';
import { toOffset } from './convert.ts';
import { proposalsFor, undesigned } from './design.ts';
import { formattedEdit } from './formattedEdit.ts';
import { differences } from './formatting.ts';
import { extractPolicy, type Refactoring } from './policy/extract.ts';
import { inlinePolicy } from './policy/inline.ts';
import { meansTheSame } from './policy/meaning.ts';
import { foundAt, quickFixes, wantsFixes } from './quickFix.ts';
import type { Session } from './session.ts';

const scriptsKind = `${CodeActionKind.Source}.generate.scripts`;
const runbookKind = `${CodeActionKind.Source}.generate.runbook`;
const fixAllKind = `${CodeActionKind.SourceFixAll}.backupplan`;
const designKind = `${CodeActionKind.RefactorRewrite}.design`;
const extractKind = `${CodeActionKind.RefactorExtract}.policy`;
const inlineKind = `${CodeActionKind.RefactorInline}.policy`;
export const refactorKinds: readonly string[] = [designKind, extractKind, inlineKind];
export const sourceKinds: readonly string[] = [CodeActionKind.SourceFixAll, fixAllKind, scriptsKind, runbookKind];

/** `roots` are the plans that say something about the file. */
export function codeActions(
  session: Session,
  roots: readonly string[],
  path: string,
  document: TextDocument,
  { range, context }: CodeActionParams,
): CodeAction[] {
  const wanted = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const start = toOffset(document, range.start);
  const end = toOffset(document, range.end);
  const fixes = wantsFixes(context) ? quickFixes(session, foundAt(session, roots, { file: path, range: { start, end } }), context) : [];
  // It takes several examinations, so it is worked out for who asks for it alone: an editor that saves, or its menu of source actions.
  const all = context.only !== undefined && wanted(fixAllKind) ? fixAllActions(session, path, document) : [];
  const designs = wanted(designKind) ? designActions(session, path, start, context) : [];
  const refactorings = [
    ...(wanted(extractKind) ? refactoring(session, extractKind, context, () => extractPolicy(session, path, start)) : []),
    ...(wanted(inlineKind) ? refactoring(session, inlineKind, context, () => inlinePolicy(session, path, start)) : []),
  ];
  return [
    ...fixes,
    ...designs,
    ...refactorings,
    ...all,
    ...generateActions(session, path, start).filter(({ kind }) => kind !== undefined && wanted(kind)),
  ];
}

/** All that may be mended in the file without asking, in every open plan that holds it. */
function fixAllActions(session: Session, path: string, document: TextDocument): CodeAction[] {
  const roots = new Set([
    path,
    ...session.openPaths().filter((root) => session.project(root).project.files.some((file) => file.path === path)),
  ]);
  const plans = [...roots].map((root) => session.examination(root));
  const fixed = fixAll(plans, session.read, (file) => file === path).get(path);
  if (fixed === undefined) return [];
  const title = `Fix ${fixed.mended === 1 ? 'the finding that is' : `${fixed.mended} findings that are`} safe to fix`;
  return [{ title, kind: fixAllKind, edit: { changes: { [document.uri]: differences(document, fixed.text) } } }];
}

/**
 * Backups that a system which lacks one could have. They are worked out for who asks for refactorings, not for a cursor that passes by, nor
 * for who wants a quick fix and would wait for them.
 */
function designActions(session: Session, path: string, offset: number, { only, triggerKind }: CodeActionParams['context']): CodeAction[] {
  const system = undesigned(session.examination(path), path).find(({ place: { range } }) => range.start <= offset && offset <= range.end);
  if (system === undefined) return [];
  if (triggerKind !== CodeActionTriggerKind.Invoked || only === undefined) {
    const title = `Design a backup for ${system.name}…`;
    return [{ title, kind: designKind, command: { title, command: 'backupplan.design', arguments: [session.uri(path), system.name] } }];
  }
  const found = proposalsFor(session, path, system.name)?.proposals ?? [];
  return found.map(({ title, edit }) => ({
    title: `Design a backup: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    kind: designKind,
    edit,
  }));
}

/** Offered where it is proved to leave alone what the plan means. Each proof is an examination, so a cursor that passes by gets none. */
function refactoring(
  session: Session,
  kind: string,
  { triggerKind }: CodeActionParams['context'],
  find: () => Refactoring | undefined,
): CodeAction[] {
  const found = triggerKind === CodeActionTriggerKind.Automatic ? undefined : find();
  if (found === undefined || !meansTheSame(session, found.edits)) return [];
  const edit = formattedEdit(session, found.edits);
  return edit === undefined ? [] : [{ title: found.title, kind, edit }];
}

/** In a scenario its runbook, elsewhere all documents; a library gives none of it, nor does a server without a disk. */
function generateActions(session: Session, path: string, offset: number): CodeAction[] {
  const { tree } = session.project(path).project.root;
  if (session.host.generator === undefined || !tree.statements.some(({ id }) => id === 'file.plan')) return [];
  const here = tree.statements.find((statement) => statement.range.start <= offset && offset <= statement.range.end);
  const scenario = here?.id === 'file.scenario' ? value(here, 'name', 'name')?.text : undefined;
  const generate = (title: string, kind: string, options: object): CodeAction => ({
    title,
    kind,
    command: { title, command: 'backupplan.generate', arguments: [session.uri(path), options] },
  });
  return [
    generate('Generate scripts', scriptsKind, { only: ['scripts', 'config', 'schedule', 'monitoring'] }),
    scenario === undefined
      ? generate('Generate runbooks', runbookKind, { only: ['documents'] })
      : generate(`Generate runbook for ${scenario}`, runbookKind, { scenario }),
  ];
}
