/** Installs the other servers, in the versions of `peers/package-lock.json`, from npm into a cache outside the checkout. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../bundled.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Servers that extensions ship in one file, which starts sooner: that file lies beside its source, where it looks for what it needs. */
const entries = {
  yaml: 'node_modules/yaml-language-server/out/server/src/server.js',
  json: 'node_modules/vscode-langservers-extracted/lib/json-language-server/node/jsonServerMain.js',
  prisma: 'node_modules/@prisma/language-server/dist/bin.js',
  langium: 'langium/server.mjs',
  chevrotain: 'chevrotain.mjs',
};

const PRISMA_PARSER = 'node_modules/@prisma/prisma-schema-wasm/src/prisma_schema_build_bg.wasm';

/** What some wait for after a keystroke, so as not to read each one: it would hide how long they take. */
const patience = [
  {
    file: 'node_modules/yaml-language-server/out/server/src/yamlSettings.js',
    from: 'validationDelayMs = 200',
    to: 'validationDelayMs = 0',
  },
  {
    file: 'node_modules/@typespec/compiler/dist/src/server/update-manager.js',
    from: 'getAdaptiveDebounceDelay = () => {',
    to: 'getAdaptiveDebounceDelay = () => { return 0;',
  },
];

/** The folder of the servers: made by the first call, and anew where one of the files that it comes from is another. */
export async function install() {
  const sources = ['package-lock.json', 'chevrotain.mjs', 'langium/plan.langium', 'langium/server.mjs', '../install.mjs'];
  const state = sources.reduce((hash, file) => hash.update(readFileSync(path.join(here, 'peers', file))), createHash('sha256'));
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'backupplan');
  const home = path.join(cache, `peers-${state.digest('hex').slice(0, 12)}`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(path.join(cache, 'installing-'));
  try {
    console.log(`installing the other language servers into ${home}`);
    cpSync(path.join(here, 'peers'), fresh, { recursive: true });
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    execFileSync('npm', ['ci', ...quiet], { cwd: fresh, stdio: 'inherit' });
    for (const each of patience) withoutPatience(fresh, each);
    execFileSync(path.join(fresh, 'node_modules/.bin/langium'), ['generate'], { cwd: path.join(fresh, 'langium'), stdio: 'pipe' });
    for (const name of Object.keys(entries)) await bundle(fresh, name);
    cpSync(path.join(fresh, PRISMA_PARSER), path.join(path.dirname(bundleOf(fresh, 'prisma')), path.basename(PRISMA_PARSER)));
    renameSync(fresh, home);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return home;
}

export function bundleOf(home, name) {
  return path.join(home, `${entries[name]}.bundled.cjs`);
}

function withoutPatience(home, { file, from, to }) {
  const source = readFileSync(path.join(home, file), 'utf8');
  if (!source.includes(from)) throw new Error(`${file} waits by other words than these: ${from}`);
  writeFileSync(path.join(home, file), source.replace(from, to));
}

async function bundle(home, name) {
  await bundleForNode({
    absWorkingDir: home,
    entryPoints: [entries[name]],
    outfile: bundleOf(home, name),
    minify: true,
    logLevel: 'error',
  });
}
