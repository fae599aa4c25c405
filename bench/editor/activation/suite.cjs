// What VS Code loads to test an extension: it opens a plan, which activates it.
const vscode = require('vscode');

exports.run = async () => {
  const [plan] = await vscode.workspace.findFiles('*.backupplan');
  await vscode.window.showTextDocument(plan);
  // The runner ends the editor.
  await new Promise(() => {});
};
