// Bundles what is shipped, into dist/: the extension's client, the `backupplan` command, which is its language server too, and both for a browser.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commitOf } from './commit.mjs';
import { embed } from './embed.mjs';
import { notices } from './notices.mjs';
import { sbom } from './sbom.mjs';

const require = createRequire(import.meta.url);
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const bundles = [
  { entry: 'client/node.ts', out: 'dist/client.cjs', external: ['vscode'] },
  // In a browser; there is nothing of Node there, and what asks for it does not build.
  { entry: 'client/browser/browser.ts', out: 'dist/client.web.js', external: ['vscode'], platform: 'browser', target: 'es2022' },
  {
    entry: 'server/browser/browser.ts',
    out: 'dist/server.web.js',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    // It generates nothing.
    plugins: [without(/[\\/]bash\.generated\.ts$/, 'export const bash = {};')],
  },
  // What the preview shows in its window runs there, in VS Code's browser.
  { entry: 'client/webview/page.ts', out: 'dist/preview.js', platform: 'browser', target: 'es2022', format: 'iife' },
  { entry: 'client/webview/page.css', out: 'dist/preview.css', platform: 'browser', target: 'chrome120' },
  // `backupplan.cjs` starts it.
  { entry: 'cli/bin.ts', out: 'dist/main.cjs', plugins: [whenCalled('yaml')] },
];

/** Writes the bundles, their source maps, the licences of what is inside them and its bill of materials. */
export async function bundle() {
  embed();
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  // What was compiled of another bundle must never be taken for this one's.
  for (const cache of ['main', 'lsp']) rmSync(path.join(root, `dist/${cache}.cache`), { force: true });
  const places = await compile();
  copyFileSync(path.join(root, 'cli/start.cjs'), path.join(root, 'dist/backupplan.cjs'));
  execFileSync(process.execPath, [path.join(root, 'build/code-cache.cjs')], { cwd: root });
  writeFileSync(path.join(root, 'THIRD-PARTY-NOTICES'), notices(places.map((place) => path.join(root, place))));
  writeFileSync(path.join(root, 'dist/sbom.cdx.json'), sbom(root, places));
}

/**
 * Compiles the bundles and gives the npm packages that have code in them, as package-lock.json names their places. The modules that
 * `embed` writes have to be there.
 *
 * @param write whether the bundles are written into dist/
 */
export async function compile(write = true) {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const commit = commitOf(root);
  const results = await Promise.all(
    bundles.map(({ entry, out, external = [], platform = 'node', target = 'node20', format = 'cjs', plugins = [] }) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        external,
        plugins,
        write,
        bundle: true,
        platform,
        target,
        format,
        minify: true,
        sourcemap: true,
        legalComments: 'none', // whole licences stand in THIRD-PARTY-NOTICES
        metafile: true,
        define: {
          BACKUPPLAN_VERSION: JSON.stringify(version),
          BACKUPPLAN_COMMIT: commit === undefined ? 'undefined' : JSON.stringify(commit),
        },
        // The packages' ES modules: their UMD builds hide what they require from the bundler.
        mainFields: ['module', 'main'],
        logLevel: 'warning',
      }),
    ),
  );
  const inputs = results.flatMap(({ metafile }) => Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs)));
  // node_modules may be a link, which is followed to somewhere else.
  const places = inputs.flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput === 0 ? [] : (file.match(/node_modules\/.*(?<=node_modules\/)(?:@[^/]+\/)?[^/]+/)?.[0] ?? []),
  );
  return [...new Set(places)].sort();
}

/** Leaves a module of ours out of a bundle, with `contents` in its place. */
function without(filter, contents) {
  return { name: 'without', setup: ({ onLoad }) => onLoad({ filter }, () => ({ contents })) };
}

/** Sets a package up when the first of its functions is called: most plans have no YAML beside them. */
function whenCalled(name) {
  const functions = Object.entries(require(name)).filter(([, value]) => typeof value === 'function');
  const contents = [
    'let known;',
    `const all = () => (known ??= require('${name}'));`,
    // What is to be made with `new` is made by what the call gives.
    ...functions.map(
      ([key]) => `export function ${key}(...args) { return new.target ? new (all().${key})(...args) : all().${key}(...args); }`,
    ),
  ].join('\n');
  return {
    name: 'when-called',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ namespace }) =>
        namespace === 'when-called' ? undefined : { path: name, namespace: 'when-called' },
      );
      onLoad({ filter: /./, namespace: 'when-called' }, () => ({ contents, resolveDir: root }));
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
