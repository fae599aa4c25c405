/** What package.json promises is there, and the suite has tried it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandNames } from '../../../server/commands.ts';
import { commandsRun } from './editor.ts';

describe('the manifest', () => {
  const { packageJSON } = vscode.extensions.getExtension('backupplan.backupplan') ?? {};
  const contributed: string[] = packageJSON.contributes.commands.map(({ command }: vscode.Command) => command);

  it('names every command that is registered, and no other', async () => {
    const registered = (await vscode.commands.getCommands(true)).filter((name) => name.startsWith('backupplan.'));
    const ofServer = new Set<string>(commandNames);
    // The editor makes these for each view.
    const ofView = /^backupplan\.plans\./;
    assert.deepEqual(registered.filter((name) => !ofServer.has(name) && !ofView.test(name)).sort(), [...contributed].sort());
  });

  it('names no command that this suite has not run', () => {
    assert.deepEqual(
      contributed.filter((name) => !commandsRun.has(name)),
      [],
    );
  });

  it('offers the language its icon, and tasks their matcher', () => {
    assert.ok(packageJSON.contributes.languages[0].icon.light.endsWith('.svg'));
    assert.equal(packageJSON.contributes.problemMatchers[0].name, 'backupplan');
  });
});
