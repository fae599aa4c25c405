// Writes the tables of docs/language.md from the vocabulary: `node --import tsx build/language-reference.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { statementsIn, valueTypes } from '../grammar/vocabulary.ts';

export const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/language.md');

/** The page with its generated parts written anew; what stands outside of the markers is a person's. */
export function languageReference(page) {
  return page.replace(
    /(<!-- generated: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin, part, end) => `${begin}\n${part === 'values' ? valueTable() : statementTable(part)}\n${end}`,
  );
}

function valueTable() {
  const rows = Object.entries(valueTypes).map(([type, { example, doc }]) => [`\`${type}\``, code(example), doc]);
  return table(['Value', 'Example', 'Written'], rows);
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
