// Writes the tables of docs/language.md from the vocabulary and the catalogue: `node --import tsx build/language-reference.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { statementsIn, valueTypes } from '../grammar/vocabulary.ts';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const target = path.join(root, 'docs/language.md');

/** The page with its generated parts written anew; what stands outside of the markers is a person's. */
export function languageReference(page) {
  return page.replace(
    /(<!-- generated: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin, part, end) => `${begin}\n${tables[part]?.() ?? statementTable(part)}\n${end}`,
  );
}

const tables = { values: valueTable, 'system kinds': systemTable, 'storage kinds': storageTable };

function valueTable() {
  const rows = Object.entries(valueTypes).map(([type, { example, doc }]) => [`\`${type}\``, code(example), doc]);
  return table(['Value', 'Example', 'Written'], rows);
}

function systemTable() {
  const { tools } = catalogue('tools');
  const rows = Object.entries(catalogue('systems').systems).map(([kind, { doc, tools: names = [] }]) => [
    code(kind),
    doc,
    names.map((name) => `${code(name)} (${tools[name].jobs[kind].join(', ')})`).join(', '),
  ]);
  return table(['Kind', 'What it is', 'Tools, and what they make'], rows);
}

function storageTable() {
  const rows = Object.entries(catalogue('storages').storages).map(([kind, { doc, media, read, write, classes = {} }]) => [
    code(kind),
    doc,
    code(media),
    read === write ? read : `${read}, ${write}`,
    Object.keys(classes).map(code).join(', '),
  ]);
  return table(['Kind', 'What it is', 'Media', 'Read and written at, unless said', 'Classes'], rows);
}

function catalogue(part) {
  return parse(readFileSync(path.join(root, `engine/catalogue/${part}.yaml`), 'utf8'));
}

function statementTable(context) {
  const rows = statementsIn(context).map((entry) => {
    const notes = [entry.required ? 'Required.' : '', entry.repeats && context !== 'file' ? 'May repeat.' : ''].filter(Boolean);
    return [
      code(readable(entry.shape) + (entry.block === undefined ? '' : entry.blockOptional ? ' [{ … }]' : ' { … }')),
      [entry.doc, ...notes].join(' '),
      code(entry.example.replace(/ \{$/, ' { … }')),
    ];
  });
  return table(['Statement', 'Meaning', 'Example'], rows);
}

/** A shape without the names of its slots: `to STORAGE, …` for `to <to:STORAGE,>`. */
function readable(shape) {
  return shape
    .replace(/<\w+:([^>]*?)(,?)>/g, (_, type, list) => {
      const written = type === 'NEW' ? 'NAME' : type.replaceAll('+', '|');
      return (written.includes('|') ? `(${written})` : written) + (list ? ', …' : '');
    })
    .replace(/\( ?/g, '(')
    .replace(/ ?\)/g, ')')
    .replace(/\{ (.*?) \}$/, '{$1}')
    .replace(/ : /g, ': ')
    .replace(/ \/ /g, '/');
}

function code(text) {
  return text === '' ? '' : text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function table(head, rows) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line), ''].join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  writeFileSync(target, languageReference(readFileSync(target, 'utf8')));
