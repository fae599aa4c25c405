/** The view of plans: each file, the systems that it declares, and the findings that are open in either. */
import * as vscode from 'vscode';
import { codeOf } from './explain.ts';
import { declared } from './outline.ts';
import type { PlanChanges } from './plan-changes.ts';
import { oneLine } from './wrapped.ts';

/** A line of the view; menus hand it to their commands. */
export type Line = PlanLine | SystemLine | FindingLine;

interface PlanLine {
  readonly is: 'plan';
  readonly uri: vscode.Uri;
}
interface SystemLine {
  readonly is: 'system';
  readonly uri: vscode.Uri;
  readonly name: string;
  /** Of its name, where the cursor goes. */
  readonly range: vscode.Range;
  readonly findings: readonly FindingLine[];
}
interface FindingLine {
  readonly is: 'finding';
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly finding: vscode.Diagnostic;
}

export class PlansView implements vscode.TreeDataProvider<Line>, vscode.Disposable {
  static readonly id = 'backupplan.plans';
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(changes: PlanChanges) {
    this.subscriptions = [this.changed, changes.onFindings(() => this.changed.fire())];
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  async getChildren(line?: Line): Promise<Line[]> {
    if (line === undefined) return (await planFiles()).map((uri) => ({ is: 'plan', uri }));
    if (line.is === 'plan') return linesOf(line.uri);
    return line.is === 'system' ? [...line.findings] : [];
  }

  getTreeItem(line: Line): vscode.TreeItem {
    switch (line.is) {
      case 'plan':
        return planItem(line);
      case 'system':
        return systemItem(line);
      case 'finding':
        return findingItem(line);
    }
  }
}

/** Those of the workspace, and what else is open. */
async function planFiles(): Promise<vscode.Uri[]> {
  const open = vscode.workspace.textDocuments.filter(({ languageId, isClosed }) => languageId === 'backupplan' && !isClosed);
  const all = [...(await vscode.workspace.findFiles('**/*.backupplan')), ...open.map(({ uri }) => uri).filter(isFile)];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Not what a difference or a preview shows beside the files. */
function isFile({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === 'untitled';
}

async function linesOf(uri: vscode.Uri): Promise<Line[]> {
  const findings = findingsOf(uri);
  const systems = (await declared(uri, 'system')).map(({ name, range, selectionRange }): SystemLine => {
    const own = findings.filter((finding) => range.contains(finding.range));
    return { is: 'system', uri, name, range: selectionRange, findings: own };
  });
  const told = new Set(systems.flatMap((system) => system.findings));
  return [...systems, ...findings.filter((finding) => !told.has(finding))];
}

/** The worst first, then in the order of the text. Hints are for who reads the text, where they are seen. */
function findingsOf(uri: vscode.Uri): FindingLine[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, severity }) => source === 'backupplan' && severity !== vscode.DiagnosticSeverity.Hint)
    .sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start))
    .map((finding) => ({ is: 'finding', uri, range: finding.range, finding }));
}

function planItem({ uri }: PlanLine): vscode.TreeItem {
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Expanded);
  item.id = uri.toString();
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = uri.scheme === 'file' ? 'plan' : 'plan.unsaved';
  const folder = vscode.workspace.asRelativePath(uri).split('/').slice(0, -1).join('/');
  if (folder !== '') item.description = folder;
  item.command = opens(uri);
  return item;
}

function systemItem({ uri, name, range, findings }: SystemLine): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, findings.length > 0 ? Collapsed : None);
  item.id = `${uri.toString()}#${name}:${range.start.line}`;
  item.contextValue = 'system';
  item.iconPath = icon(findings[0]?.finding.severity);
  item.description = counted(findings);
  item.accessibilityInformation = { label: `System ${name}, ${item.description || 'nothing to say'}` };
  item.command = opens(uri, range);
  return item;
}

function findingItem({ uri, range, finding }: FindingLine): vscode.TreeItem {
  const item = new vscode.TreeItem(codeOf(finding) ?? oneLine(finding.message));
  item.contextValue = 'finding';
  item.description = oneLine(finding.message);
  item.tooltip = finding.message;
  item.iconPath = icon(finding.severity);
  item.command = opens(uri, range);
  return item;
}

function opens(uri: vscode.Uri, range?: vscode.Range): vscode.Command {
  const options: vscode.TextDocumentShowOptions = range === undefined ? {} : { selection: new vscode.Range(range.start, range.start) };
  return { title: 'Open', command: 'vscode.open', arguments: [uri, options] };
}

const icons: Readonly<Record<number, readonly [string, string]>> = {
  [vscode.DiagnosticSeverity.Error]: ['error', 'list.errorForeground'],
  [vscode.DiagnosticSeverity.Warning]: ['warning', 'list.warningForeground'],
  [vscode.DiagnosticSeverity.Information]: ['info', 'notificationsInfoIcon.foreground'],
};

/** Of what nothing is said, all is well. */
function icon(severity: vscode.DiagnosticSeverity | undefined): vscode.ThemeIcon {
  const [name, colour] = (severity === undefined ? undefined : icons[severity]) ?? ['pass', 'testing.iconPassed'];
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(colour));
}

/** `2 errors, 1 warning`. */
function counted(findings: readonly FindingLine[]): string {
  return ['error', 'warning', 'note']
    .flatMap((word, severity) => {
      const count = findings.filter(({ finding }) => finding.severity === severity).length;
      return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
    })
    .join(', ');
}
