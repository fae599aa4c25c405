/** Explain Finding: opens the page of the check that made it. */
import * as vscode from 'vscode';
import { currentPlan } from './current-plan.ts';
import type { CheckPages } from './pages.ts';
import { oneLine } from './wrapped.ts';

/** A code (of a link), a finding of the view, else the finding under the cursor or one of the file's that a person picks. */
export async function explainFinding(
  pages: CheckPages,
  chosen?: string | vscode.Uri | { readonly finding: vscode.Diagnostic },
): Promise<void> {
  const code =
    typeof chosen === 'string' ? chosen : chosen !== undefined && 'finding' in chosen ? codeOf(chosen.finding) : await chooseFinding();
  if (code !== undefined) await pages.show(code);
}

async function chooseFinding(): Promise<string | undefined> {
  const plan = await currentPlan();
  if (plan === undefined) return undefined;
  const all = vscode.languages.getDiagnostics(plan.document.uri).filter(({ source }) => source === 'backupplan');
  const here = all.filter(({ range }) => range.intersection(plan.selection) !== undefined);
  const findings = here.length > 0 ? here : all;
  if (findings.length === 0) {
    vscode.window.showInformationMessage('There is no finding in this file.');
    return undefined;
  }
  if (here.length === 1) return codeOf(findings[0]);
  const picked = await vscode.window.showQuickPick(
    findings.map((finding) => ({
      label: codeOf(finding) ?? '',
      description: `line ${finding.range.start.line + 1}`,
      detail: oneLine(finding.message),
    })),
    { title: 'Explain Finding', matchOnDetail: true },
  );
  return picked?.label;
}

/** The finding with its code as a link to its page, in the hover and in the Problems panel. */
export function linkToPage(finding: vscode.Diagnostic): vscode.Diagnostic {
  const value = codeOf(finding);
  // What a journal says was made by no check.
  if (value === undefined || finding.source !== 'backupplan') return finding;
  const argument = encodeURIComponent(JSON.stringify([value]));
  finding.code = { value, target: vscode.Uri.parse(`command:backupplan.explainFinding?${argument}`) };
  return finding;
}

export function codeOf(finding: vscode.Diagnostic | undefined): string | undefined {
  const code = finding?.code;
  return code === undefined ? undefined : String(typeof code === 'object' ? code.value : code);
}
