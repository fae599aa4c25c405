// The packaged extension, installed as a person would install it.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { installVscode } from './install.mjs';
import { root } from './suite.mjs';

/** Packages this checkout, installs the .vsix into a folder of extensions, and gives that folder. */
export function installExtension(folder) {
  execFileSync(process.execPath, ['build/package.mjs'], { cwd: root, stdio: 'pipe' });
  mkdirSync(folder, { recursive: true });
  const { vscode, node } = installVscode();
  const args = [
    '--accept-server-license-terms',
    '--extensions-dir',
    folder,
    '--server-data-dir',
    folder,
    '--install-extension',
    path.join(root, 'backupplan.vsix'),
  ];
  execFileSync(node, [path.join(vscode, 'out/server-main.js'), ...args], {
    env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
    stdio: 'pipe', // shown only where it fails
  });
  return folder;
}
