/** The declarations of a file, as the server's outline has them. */
import * as vscode from 'vscode';

const kinds = { system: vscode.SymbolKind.Class, scenario: vscode.SymbolKind.Event } as const;

/** The file need not be open. */
export async function declared(uri: vscode.Uri, what: keyof typeof kinds): Promise<readonly vscode.DocumentSymbol[]> {
  const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
  return outline?.filter(({ kind }) => kind === kinds[what]) ?? [];
}

/** The name of the system or scenario that the cursor stands in. */
export async function declaredHere({ document, selection }: vscode.TextEditor, what: keyof typeof kinds): Promise<string | undefined> {
  return (await declared(document.uri, what)).find(({ range }) => range.contains(selection.active))?.name;
}
