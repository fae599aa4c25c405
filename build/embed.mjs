// Turns data that the engine needs into modules, so that it reads no file: the catalogue's YAML, the pages of the checks and the parts
// that generated scripts are made of.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Writes the `*.generated.ts` modules beside the files that they hold. */
export function embed() {
  const catalogue = path.join(root, 'engine/catalogue');
  const data = { ...yamlIn(catalogue), packs: Object.assign({}, ...Object.values(yamlIn(`${catalogue}/packs`)).map(({ packs }) => packs)) };
  write('engine/catalogue/data.generated.ts', `export const data = ${JSON.stringify(data, null, 1)} as const;\n`);

  const pages = {};
  for (const group of readdirSync(path.join(root, 'engine/checks'), { withFileTypes: true })) {
    // Those of the packs are written from the packs.
    if (!group.isDirectory() || group.name === 'compliance') continue;
    const folder = path.join(root, 'engine/checks', group.name);
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .sort()) {
      pages[name.replace(/\.md$/, '')] = readFileSync(path.join(folder, name), 'utf8');
    }
  }
  write(
    'engine/checks/pages.generated.ts',
    `/** The page of each check, by its code. */\nexport const pages: Readonly<Record<string, string>> = ${JSON.stringify(pages, null, 1)};\n`,
  );

  const scripts = path.join(root, 'engine/generate/scripts/bash');
  const names = readdirSync(scripts).filter((name) => name.endsWith('.sh'));
  const parts = Object.fromEntries(names.sort().map((name) => [name.replace(/\.sh$/, ''), readFileSync(path.join(scripts, name), 'utf8')]));
  write(
    'engine/generate/scripts/bash.generated.ts',
    `/** The parts of generated scripts, by file name. */\nexport const bash = ${JSON.stringify(parts, null, 1)} as const;\n`,
  );
}

/** The YAML files of a folder, by their names. */
function yamlIn(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(
    files.sort().map((name) => [name.replace(/\.yaml$/, ''), parse(readFileSync(path.join(folder, name), 'utf8'))]),
  );
}

function write(file, text) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  let before;
  try {
    before = readFileSync(target, 'utf8');
  } catch {
    /* not written yet */
  }
  if (before !== text) writeFileSync(target, text);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) embed();
