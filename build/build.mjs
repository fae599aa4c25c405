// Bundles what is shipped, into dist/: the extension's client, and the `backupplan` command, which is its language server too.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { commitOf } from './commit.mjs';
import { embed } from './embed.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const bundles = [
  { entry: 'client/extension.ts', out: 'dist/client.cjs', external: ['vscode'] },
  // What the preview shows in its window runs there, in VS Code's browser.
  { entry: 'client/webview/page.ts', out: 'dist/preview.js', platform: 'browser', target: 'es2022', format: 'iife' },
  { entry: 'client/webview/page.css', out: 'dist/preview.css', platform: 'browser', target: 'chrome120' },
  // `backupplan.cjs` starts it.
  { entry: 'cli/bin.ts', out: 'dist/main.cjs' },
];

/** Writes the bundles, their source maps and the licences of what is inside them. */
export async function bundle() {
  embed();
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  // What was compiled of another bundle must never be taken for this one's.
  rmSync(path.join(root, 'dist/main.cache'), { force: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const commit = commitOf(root);
  const results = await Promise.all(
    bundles.map(({ entry, out, external = [], platform = 'node', target = 'node20', format = 'cjs' }) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        external,
        bundle: true,
        platform,
        target,
        format,
        minify: true,
        sourcemap: true,
        legalComments: 'none', // whole licences stand in dist/LICENSES.txt
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
  copyFileSync(path.join(root, 'cli/start.cjs'), path.join(root, 'dist/backupplan.cjs'));
  execFileSync(process.execPath, [path.join(root, 'build/code-cache.cjs')], { cwd: root });
  writeFileSync(path.join(root, 'dist/LICENSES.txt'), licences(results.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
}

/** The licence texts of the npm packages that bundled files come from. */
function licences(files) {
  const packages = new Set(files.flatMap((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? []));
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(path.join(root, folder, file), 'utf8').trim();
      return `${name} ${version}\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
