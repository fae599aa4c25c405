/** The pages of the checks as documents that can be opened, read and searched, but not edited. */
import * as vscode from 'vscode';

export class CheckPages implements vscode.TextDocumentContentProvider {
  static readonly scheme = 'backupplan-check';

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/^\//, '').replace(/\.md$/, '');
    const page = await vscode.commands.executeCommand<string | null>('backupplan.explain', code);
    return page ?? `There is no page about \`${code}\`.\n`;
  }

  async show(code: string): Promise<void> {
    const page = vscode.Uri.from({ scheme: CheckPages.scheme, path: `/${code}.md` });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
  }
}
