/** Answers requests: each with the feature that is named as the protocol names it. */
import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  type Range as LspRange,
  type Position,
  ResponseError,
  type SemanticTokens,
  type WorkspaceDiagnosticParams,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from '../grammar/tree.ts';
import type { ClosedPlans } from './closedPlans.ts';
import { codeActions } from './codeAction.ts';
import { codeLenses } from './codeLens.ts';
import { longCommands } from './commands.ts';
import { Completions } from './completion.ts';
import { pathOf, toOffset } from './convert.ts';
import { definition } from './definition.ts';
import type { PulledDiagnostics } from './diagnostic.ts';
import { documentHighlights } from './documentHighlight.ts';
import { documentLinks } from './documentLink.ts';
import { documentSymbols } from './documentSymbol.ts';
import { foldingRanges } from './foldingRange.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlayHint.ts';
import type { Isolated } from './isolation.ts';
import { onTypeFormatting } from './onTypeFormatting.ts';
import { PICTURES, type PicturesAnswer, type PicturesRequest, picturesFor } from './pictures.ts';
import type { DiagnosticsPublisher } from './publishDiagnostics.ts';
import { foundAt, wantsFixes } from './quickFix.ts';
import { rangeFormatting } from './rangeFormatting.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { selectionRanges } from './selectionRange.ts';
import { semanticTokens } from './semanticTokens.ts';
import type { Session } from './session.ts';
import { goOn, turn } from './turns.ts';
import { typeDefinition } from './typeDefinition.ts';
import { willRenameFiles } from './willRenameFiles.ts';
import { workspaceSymbols } from './workspaceSymbol.ts';

interface Asked {
  readonly textDocument: { readonly uri: string };
}

export function answerRequests(
  connection: Connection,
  session: Session,
  closed: ClosedPlans,
  diagnostics: DiagnosticsPublisher,
  pulled: PulledDiagnostics,
  isolated: Isolated,
): void {
  /** Answers a request about a document; a document that cannot be read, and a fault, give `otherwise`. */
  function answer<P extends Asked, T>(what: string, otherwise: T, feature: (path: string, document: TextDocument, params: P) => T) {
    return (params: P): T => {
      const path = pathOf(params.textDocument.uri);
      const work = (): T => {
        const document = session.document(path);
        return document === undefined ? otherwise : feature(path, document, params);
      };
      return isolated(what, path, work, otherwise);
    };
  }
  /** The same with the offset of the request's position. */
  function answerAt<P extends Asked & { readonly position: Position }, T>(
    what: string,
    otherwise: T,
    feature: (path: string, offset: number, document: TextDocument, params: P) => T,
  ) {
    return answer<P, T>(what, otherwise, (path, document, params) => feature(path, toOffset(document, params.position), document, params));
  }
  /** Answers when what was changed last has been examined; what is taken back meanwhile, since somebody types on, costs nothing. */
  function examined<P, T>(otherwise: T, work: (params: P, token: CancellationToken) => T | Promise<T>) {
    return async (params: P, token: CancellationToken): Promise<T> => {
      await Promise.race([diagnostics.settled(), takenBack(token)]);
      return token.isCancellationRequested ? otherwise : work(params, token);
    };
  }
  const treeOf = (path: string) => session.project(path).project.root.tree;

  const completions = new Completions(session);
  connection.onCompletion(answerAt('completion', [], (path, offset, document) => completions.at(path, document, offset)));
  connection.onCompletionResolve((item) => isolated('completion', '', () => completions.resolved(item), item));
  connection.onHover(
    examined(
      null,
      answerAt('hover', null, (path, offset, document) => hover(session, path, document, offset)),
    ),
  );

  connection.onDefinition(answerAt('definition', [], (path, offset) => definition(session, path, offset)));
  connection.onTypeDefinition(answerAt('typeDefinition', [], (path, offset) => typeDefinition(session, path, offset)));
  connection.onReferences(
    answerAt('references', [], (path, offset, _document, params) => references(session, path, offset, params.context.includeDeclaration)),
  );
  connection.onDocumentHighlight(
    answerAt('documentHighlight', [], (path, offset, document) => documentHighlights(session, path, document, offset)),
  );
  connection.onPrepareRename(answerAt('prepareRename', null, (path, offset, document) => prepareRename(session, path, document, offset)));
  connection.onRenameRequest(answerAt('rename', null, (path, offset, _document, params) => rename(session, path, offset, params.newName)));
  connection.workspace.onWillRenameFiles(({ files }) => isolated('willRenameFiles', '', () => willRenameFiles(session, files), null));

  connection.onDocumentSymbol(answer('documentSymbol', [], (path, document) => documentSymbols(document, treeOf(path))));
  connection.onWorkspaceSymbol(({ query }) => isolated('workspaceSymbol', '', () => workspaceSymbols(session, query), []));
  connection.onDocumentLinks(answer('documentLink', [], (path, document) => documentLinks(session, path, document)));
  connection.onFoldingRanges(answer('foldingRange', [], (path, document) => foldingRanges(document, treeOf(path))));
  connection.onSelectionRanges(
    answer('selectionRange', [], (path, document, { positions }) =>
      selectionRanges(
        document,
        treeOf(path),
        positions.map((position) => toOffset(document, position)),
      ),
    ),
  );
  const noTokens: SemanticTokens = { data: [] };
  connection.languages.semanticTokens.on(
    answer('semanticTokens', noTokens, (path, document) => semanticTokens(session.project(path), document)),
  );
  connection.languages.semanticTokens.onRange(
    answer('semanticTokens', noTokens, (path, document, { range }) =>
      semanticTokens(session.project(path), document, toOffsets(document, range)),
    ),
  );

  connection.onDocumentFormatting(answer('formatting', [], (_path, document) => formatting(document)));
  connection.onDocumentRangeFormatting(answer('rangeFormatting', [], (_path, document, { range }) => rangeFormatting(document, range)));
  connection.onDocumentOnTypeFormatting(
    answer('onTypeFormatting', [], (path, document, { position, ch }) => onTypeFormatting(document, treeOf(path), position, ch)),
  );

  connection.languages.inlayHint.on(
    examined(
      [],
      answer('inlayHint', [], (path, document, { range }) => inlayHints(session, path, document, range)),
    ),
  );
  connection.onCodeLens(
    examined(
      [],
      answer('codeLens', [], (path, document) => codeLenses(session, path, document)),
    ),
  );
  const roots = (path: string) => [...session.openPaths(), ...closed.about(path)];
  const toProve = answer('codeAction', [], (path, document, { range }: CodeActionParams) =>
    foundAt(session, roots(path), { file: path, range: toOffsets(document, range) }),
  );
  const actions = answer('codeAction', [], (path, document, params: CodeActionParams) =>
    codeActions(session, roots(path), path, document, params),
  );
  const noActions: CodeAction[] = [];
  connection.onCodeAction(
    examined(noActions, async (params: CodeActionParams, token) => {
      // Each proof is an examination: others are answered in between, and who has moved on is not kept waiting for.
      for (const { root, finding } of wantsFixes(params.context) ? toProve(params) : []) {
        await turn();
        if (token.isCancellationRequested) return noActions;
        isolated('codeAction', root, () => session.fixes(root, finding), []);
      }
      return actions(params);
    }),
  );
  connection.languages.diagnostics.on(
    examined<DocumentDiagnosticParams, DocumentDiagnosticReport>({ kind: 'full', items: [] }, (params) => {
      const path = pathOf(params.textDocument.uri);
      return isolated('diagnostic', path, () => pulled.ofDocument(path, params.previousResultId), { kind: 'full', items: [] });
    }),
  );
  connection.languages.diagnostics.onWorkspace(
    examined({ items: [] }, ({ previousResultIds }: WorkspaceDiagnosticParams) =>
      isolated('diagnostic', '', () => pulled.ofWorkspace(previousResultIds), { items: [] }),
    ),
  );

  connection.onRequest(
    PICTURES,
    examined(
      null,
      answer<PicturesRequest, PicturesAnswer | null>('pictures', null, (path, _document, params) => picturesFor(session, path, params)),
    ),
  );
  connection.onExecuteCommand(async ({ command, arguments: args = [] }, _token, progress) => {
    const path = typeof args[0] === 'string' ? pathOf(args[0]) : '';
    const fault = new ResponseError(
      LSPErrorCodes.RequestFailed,
      `${command} failed: a fault of the server, not of your plan; its log says more`,
    );
    const [{ executeCommand, preparing }, generate] = await Promise.all([import('./executeCommand.ts'), session.host.generator?.()]);
    const title = longCommands[command];
    if (title !== undefined) {
      progress.begin(title);
      // The client hears of it before the work begins, some of which leaves no time for anything else.
      await turn();
    }
    try {
      await diagnostics.settled();
      const work = isolated(command, path, () => preparing(session, command, args), undefined);
      while (work !== undefined && !isolated(command, path, () => goOn(work), true)) await turn();
      const result = isolated(command, path, () => executeCommand(connection, session, generate, command, args), fault);
      if (result === fault) throw fault;
      return result;
    } finally {
      if (title !== undefined) progress.done();
    }
  });
}

function takenBack(token: CancellationToken): Promise<void> {
  return new Promise((resolve) => token.onCancellationRequested(() => resolve()));
}

function toOffsets(document: TextDocument, { start, end }: LspRange): Range {
  return { start: toOffset(document, start), end: toOffset(document, end) };
}
