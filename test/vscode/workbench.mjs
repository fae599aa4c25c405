// One VS Code for a test: its server with everything it writes in a folder of its own, and a headless Chromium that shows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { installVscode } from './install.mjs';

const START_LIMIT = 120_000; // ms

/** A quiet editor: nothing that calls home, greets, or moves by itself. */
const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'files.autoSave': 'off',
};

/**
 * Starts VS Code's server on a free port of 127.0.0.1. It ends with this process at the latest.
 * @param {{ settings?: object, env?: Record<string, string>, extensions?: string, driver?: boolean }} options
 *   `extensions`: a folder of installed extensions; `driver`: lets a page name an extension under development and its suite,
 *   and hides notification toasts.
 */
export async function startWorkbench({ settings = {}, env = {}, extensions, driver = true } = {}) {
  const { vscode, node } = installVscode();
  const home = mkdtempSync(path.join(os.tmpdir(), 'backupplan-vscode-'));
  mkdirSync(path.join(home, 'data/User'), { recursive: true });
  mkdirSync(path.join(home, 'tmp'));
  writeFileSync(path.join(home, 'data/User/settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));

  // A process group of its own: server, extension hosts and language servers end together.
  const child = spawn(
    node,
    [
      path.join(vscode, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
      ...['--telemetry-level', 'off', '--disable-update-check', ...(driver ? ['--enable-smoke-test-driver'] : [])],
      ...['--server-data-dir', home, '--extensions-dir', extensions ?? path.join(home, 'extensions')],
    ],
    {
      env: { ...process.env, EXTENSIONS_GALLERY: '{}', TMPDIR: path.join(home, 'tmp'), XDG_RUNTIME_DIR: path.join(home, 'tmp'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group has ended already.
    }
  };
  const clear = () => {
    signal('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const interrupted = () => process.exit(1); // so that 'exit' runs
  process.on('exit', clear);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, interrupted);

  let output = '';
  const collect = (data) => {
    output += data;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const port = await listening(child, () => output);

  return {
    authority: `127.0.0.1:${port}`,
    output: () => output,
    async stop() {
      const ended = child.exitCode !== null || child.signalCode !== null ? undefined : once(child, 'exit');
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
      clear();
      process.off('exit', clear);
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, interrupted);
    },
  };
}

function listening(child, output) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`VS Code's server ${why}:\n${output()}`));
    const timer = setTimeout(() => fail(`did not start in ${START_LIMIT} ms`), START_LIMIT);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(output())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/** A page in a fresh headless Chromium that can reach nothing but this machine. */
export async function openBrowser(options = {}) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error('Chromium is missing: sudo apt-get install chromium (or set CHROMIUM to its path)');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  return { browser, page: await context.newPage() };
}

/** The address of the workbench with a folder open; `extension` is a folder under development, `suite` what tests it. */
export function workbenchUrl({ authority }, { folder, extension, suite }) {
  const remote = (file) => `vscode-remote://${authority}${file}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(suite ? [['extensionTestsPath', remote(suite)]] : []),
  ];
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('folder', folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.toString();
}
