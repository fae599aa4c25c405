/** Show Restore Points and Show Recovery Order: a picture of one system or scenario in the preview. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Chosen, currentPlan } from './current-plan.ts';
import { declaredHere } from './outline.ts';
import { askForPictures } from './pictures.ts';
import type { Preview } from './preview.ts';

const subjects = {
  points: {
    title: 'Show Restore Points',
    of: 'system',
    none: 'There are no restore points to show: no system of this plan has a backup.',
  },
  recovery: { title: 'Show Recovery Order', of: 'scenario', none: 'There is nothing to recover from: this plan has no scenario.' },
} as const;

/** Of the system or scenario that the cursor stands in, else of one that is chosen. */
export async function showPicture(
  server: BaseLanguageClient,
  preview: Preview,
  kind: keyof typeof subjects,
  chosen?: Chosen,
): Promise<void> {
  const plan = await currentPlan(chosen);
  if (plan === undefined) return;
  const { title, of: subject, none } = subjects[kind];
  const answer = await askForPictures(server, plan.document.uri);
  const names = answer?.choices.flatMap((choice) => (choice.kind === kind && choice.of !== undefined ? [choice.of] : [])) ?? [];
  if (names.length === 0) {
    vscode.window.showInformationMessage(answer?.note ?? none);
    return;
  }
  const here = await declaredHere(plan, subject);
  const meant = names.length === 1 ? names[0] : names.find((name) => name === here);
  const of = meant ?? (await vscode.window.showQuickPick(names, { title, placeHolder: `Of which ${subject}?` }));
  if (of !== undefined) preview.show(plan.document.uri, { kind, of });
}
