// `npm run bench:activation`: how long a real VS Code takes to activate the extension, and one that does nothing but start a server with the
// same client library. Each time with a fresh editor, in turns; the table of docs/performance.md has the medians.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../../build/build.mjs';
import { openBrowser, startWorkbench, workbenchUrl } from '../../../test/vscode/workbench.mjs';
import { bundleForNode } from '../../bundled.mjs';
import { fillTables } from '../../tables.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../../..');
const ROUNDS = Number(process.argv[2] ?? 9);
const LIMIT = 90_000; // ms until an editor has activated an extension

await bundle();
const scratch = mkdtempSync(path.join(os.tmpdir(), 'backupplan-activation-'));
try {
  const extensions = { 'Backup Plan': ours(), 'the sample': await sample() };
  const seen = new Map(Object.keys(extensions).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, folder] of Object.entries(extensions)) {
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}: ${name.padEnd(20)}`);
      seen.get(name).push(await activated(folder));
    }
  }
  process.stderr.write('\n');
  const figures = ['load', 'active'].map((figure) => [...seen.values()].map((all) => median(all.map((each) => each[figure]))));
  const names = ['its code is loaded', 'it is active'];
  const table = [
    `Measured with ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${ROUNDS} editors each; milliseconds.`,
    '',
    `| until | ${[...seen.keys()].join(' | ')} | ratio |`,
    '|---|---|---|---|',
    ...figures.map(([own, other], row) => `| ${names[row]} | ${own.toFixed(1)} | ${other.toFixed(1)} | ${(own / other).toFixed(2)}× |`),
  ];
  fillTables(path.join(root, 'docs/performance.md'), { activation: table });
  console.log(table.join('\n'));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** The extension as it is shipped, started by `measured.cjs`. */
function ours() {
  const folder = path.join(scratch, 'ours');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const part of ['dist', 'icons', 'syntaxes', 'package.nls.json'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  return measured(folder, manifest);
}

/** Client and server of the sample, bundled as ours are. */
async function sample() {
  const folder = path.join(scratch, 'sample');
  const manifest = JSON.parse(readFileSync(path.join(here, 'sample/package.json'), 'utf8'));
  for (const name of ['client', 'server']) {
    await bundleForNode({
      absWorkingDir: here,
      entryPoints: [`sample/${name}.mjs`],
      outfile: path.join(folder, 'dist', `${name}.cjs`),
      external: ['vscode'],
      minify: true,
    });
  }
  return measured(folder, manifest);
}

function measured(folder, { type: _, ...manifest }) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './measured.cjs' }));
  cpSync(path.join(here, 'measured.cjs'), path.join(folder, 'measured.cjs'));
  return folder;
}

/** Opens a plan in a fresh editor with that extension, and gives the milliseconds that its activation took. */
async function activated(extension) {
  const home = mkdtempSync(path.join(scratch, 'editor-'));
  const folder = path.join(home, 'workspace');
  const report = path.join(home, 'report.json');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'company.backupplan'), 'plan "Company" { timezone "UTC" }\n');
  const workbench = await startWorkbench({ env: { BENCH_REPORT: report } });
  let browser;
  try {
    const opened = await openBrowser();
    browser = opened.browser;
    await opened.page.goto(workbenchUrl(workbench, { folder, extension, suite: path.join(here, 'suite.cjs') }));
    const late = Date.now() + LIMIT;
    while (!existsSync(report)) {
      if (Date.now() > late) throw new Error(`${extension} was not activated:\n${workbench.output()}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return JSON.parse(readFileSync(report, 'utf8'));
  } finally {
    await browser?.close();
    await workbench.stop();
  }
}

function median(figures) {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)];
}
