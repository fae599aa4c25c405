/** What somebody sees while writing a plan: findings and their fixes. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { behind, closeUnchanged, eventually, finding, findings, openPlan, replace, settled } from './editor.ts';

describe('findings in the editor', () => {
  let editor: vscode.TextEditor;
  beforeEach(async () => {
    editor = await openPlan('orders.backupplan');
  });
  afterEach(closeUnchanged);

  it('a .backupplan file is a plan', () => {
    assert.equal(editor.document.languageId, 'backupplan');
  });

  it('an unmet rpo is an error at the rpo, with the sum in its message', async () => {
    const unmet = await finding(editor.document.uri, 'rpo-unmet');
    assert.equal(unmet.severity, vscode.DiagnosticSeverity.Error);
    assert.match(editor.document.getText(unmet.range), /1h/);
    assert.match(unmet.message, /RPO 1h/);
    // A night in October has 25 hours, and 120 GB at 250 MB/s are on the NAS after 8 minutes.
    assert.match(unmet.message, /25h8m/);
  });

  it('the code of a finding leads to its page', async () => {
    const unmet = await finding(editor.document.uri, 'rpo-unmet');
    assert.ok(typeof unmet.code === 'object');
    assert.equal(unmet.code.target.scheme, 'command');
  });

  it('mending the plan takes the finding away without saving', async () => {
    await finding(editor.document.uri, 'rpo-unmet');
    await replace(editor, 'rpo       1h', 'rpo       27h');
    await settled(editor.document.uri, 'rpo-unmet');
    assert.ok(editor.document.isDirty);
  });

  it('a proved quick fix says what it brings, and keeps its word', async () => {
    const unmet = await finding(editor.document.uri, 'rpo-unmet');
    await apply(await quickFix(editor.document.uri, unmet, /^Archive the log.*: loss 25h8m → /));
    await settled(editor.document.uri, 'rpo-unmet');
    assert.match(editor.document.getText(), /log +continuous to nas/);
  });

  it('a word that is mistyped is underlined, and its quick fix puts it right', async () => {
    await replace(editor, 'keep    daily', 'kepe    daily');
    const unknown = await finding(editor.document.uri, 'unknown-word');
    await apply(await quickFix(editor.document.uri, unknown, /keep/));
    await settled(editor.document.uri, 'unknown-word');
    assert.match(editor.document.getText(), /keep {4}daily for 30 days/);
  });

  it('a quick fix removes what nothing uses, and nothing else', async () => {
    const before = editor.document.getText();
    const unused = await finding(editor.document.uri, 'unused-declaration');
    assert.deepEqual(unused.tags, [vscode.DiagnosticTag.Unnecessary]);
    await apply(await quickFix(editor.document.uri, unused, /unused/));
    await settled(editor.document.uri, 'unused-declaration');
    assert.equal(editor.document.getText().trim(), before.slice(0, before.indexOf('storage unused')).trim());
  });

  it('a syntax error spoils its own statement alone', async () => {
    const { uri } = editor.document;
    await finding(uri, 'rpo-unmet');
    await editor.edit((edit) => edit.insert(behind(editor.document, 'declare   within 15m'), '\n  detected after'));
    await finding(uri, 'syntax');
    assert.equal(findings(uri, 'syntax').length, 1);
  });
});

async function quickFix(uri: vscode.Uri, { range }: vscode.Diagnostic, title: RegExp): Promise<vscode.CodeAction> {
  return eventually(`a quick fix ${title}`, async () => {
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    return actions.find((action) => title.test(action.title));
  });
}

async function apply({ edit }: vscode.CodeAction): Promise<void> {
  assert.ok(edit, 'the fix has its edit with it');
  assert.ok(await vscode.workspace.applyEdit(edit));
}
