// Bundles what is shipped, into dist/: the extension's client, and the `backupplan` command, which is its language server too.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { embed } from './embed.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

const bundles = [
  { entry: 'client/extension.ts', out: 'dist/client.cjs', external: ['vscode'] },
  // What the preview shows in its window runs there, in VS Code's browser.
  { entry: 'client/webview/page.ts', out: 'dist/preview.js', platform: 'browser', target: 'es2022', format: 'iife' },
  { entry: 'client/webview/page.css', out: 'dist/preview.css', platform: 'browser', target: 'chrome120' },
  { entry: 'cli/bin.ts', out: 'dist/backupplan.cjs', banner: '#!/usr/bin/env node' },
];

/** Writes the bundles, their source maps and the licences of what is inside them. */
export async function bundle() {
  embed();
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const results = await Promise.all(
    bundles.map(({ entry, out, external = [], banner, platform = 'node', target = 'node20', format = 'cjs' }) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        external,
        banner: banner && { js: banner },
        bundle: true,
        platform,
        target,
        format,
        minify: true,
        sourcemap: true,
        legalComments: 'none', // whole licences stand in dist/LICENSES.txt
        metafile: true,
        define: { BACKUPPLAN_VERSION: JSON.stringify(version) },
        // The packages' ES modules: their UMD builds hide what they require from the bundler.
        mainFields: ['module', 'main'],
        logLevel: 'warning',
      }),
    ),
  );
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
