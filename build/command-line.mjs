// Writes the commands and their options into docs/command-line.md, from the table that the program reads them by.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { allCommands } from '../cli/commands.ts';

const target = path.join(path.dirname(fileURLToPath(import.meta.url)), '../docs/command-line.md');
const [start, end] = ['<!-- commands -->', '<!-- /commands -->'];

/** The page with the commands as they are. */
export async function commandLinePage() {
  const sections = (await allCommands()).map(({ name, args, summary, options }) => {
    const rows = Object.entries(options).map(([option, { type, short, value = 'VALUE', doc, many, default: usual }]) => {
      const word = [...(short === undefined ? [] : [`-${short}`]), `--${option}`].join(', ');
      const told = [
        doc,
        ...(usual === undefined ? [] : [`Default: ${usual}.`]),
        ...(many === undefined ? [] : ['May be said several times.']),
      ];
      return `| \`${cell(type === 'boolean' ? word : `${word} ${value}`)}\` | ${cell(told.join(' '))} |`;
    });
    const table = rows.length === 0 ? [] : ['| option | |', '|---|---|', ...rows, ''];
    return [`### ${name}`, '', `\`backupplan ${cell([name, args].join(' ').trim())}\``, '', summary, '', ...table].join('\n');
  });
  const [before, rest] = readFileSync(target, 'utf8').split(start);
  return `${before}${start}\n\n${sections.join('\n')}\n${end}${rest.split(end)[1]}`;
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(target, await commandLinePage());
