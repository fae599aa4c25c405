/** Explain Finding: opens the page of the check that made it. */
import * as vscode from 'vscode';
import { currentPlan } from './current-plan.ts';
import type { CheckPages } from './pages.ts';

/** Without a code it is the finding under the cursor, else the person picks one of the file's. */
export async function explainFinding(pages: CheckPages, code?: string): Promise<void> {
  const chosen = code ?? (await chooseFinding());
  if (chosen !== undefined) await pages.show(chosen);
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
      detail: finding.message,
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

function codeOf(finding: vscode.Diagnostic | undefined): string | undefined {
  const code = finding?.code;
  return code === undefined ? undefined : String(typeof code === 'object' ? code.value : code);
}
