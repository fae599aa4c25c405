// `npm run bench:editor`: what a person waits for while writing a plan, beside other language servers. All take turns in one run, each round
// and each size of text with a fresh process; the table of docs/performance.md has the medians.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from '../../build/build.mjs';
import { fillTables } from '../tables.mjs';
import { servers } from './peers.mjs';
import { Server } from './server.mjs';
import { textOf } from './texts.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SIZES = [60, 1000, 20000]; // lines
const WARM_UP = 6; // pairs of keystrokes that are not counted
const PAIRS = 12; // a wrong letter, which is counted, and its removal
const QUESTIONS = 12;
const FIGURES = 4; // keystrokes that change what is assessed
const PACE = 120; // ms from an answer to the next keystroke, of a person who types fast

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: SIZES.join() },
    dry: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);

if (!values.dry) await bundle();
const all = (await servers()).filter(({ name }) => name.includes(values.only));
const seen = new Map(all.map(({ name }) => [name, []]));
const folder = mkdtempSync(path.join(os.tmpdir(), 'backupplan-bench-'));
try {
  const texts = new Map(all.flatMap(({ notation }) => sizes.map((lines) => [key(notation, lines), textOf(notation, lines)])));
  for (let round = 0; round < rounds; round++) {
    for (const lines of sizes) {
      for (const peer of all) {
        process.stderr.write(`\rround ${round + 1} of ${rounds}: ${`${peer.name}, ${lines} lines`.padEnd(50)}`);
        seen.get(peer.name).push({ lines, ...(await measured(peer, texts.get(key(peer.notation, lines)), round)) });
      }
    }
  }
} finally {
  rmSync(folder, { recursive: true });
  process.stderr.write('\n');
}
const table = tableOf();
if (!values.dry) fillTables(path.join(root, 'docs/performance.md'), { editor: table });
console.log(table.join('\n'));

/** One process: milliseconds of all that it was asked for, and the MB that it holds afterwards. */
async function measured(peer, { text, words }, round) {
  const own = mkdtempSync(path.join(folder, 'workspace-'));
  for (const [name, content] of Object.entries(peer.files ?? {})) writeFileSync(path.join(own, name), content);
  const file = path.join(own, peer.file);
  writeFileSync(file, text);
  // Spread over the text, others in each round.
  const word = (index) => words[((index + 1) * 7919 + round * 31) % words.length];
  const server = await Server.start(peer, own);
  try {
    const open = await server.open(file, text, false);
    const assessed = peer.isAssessed ? [open + (await server.until(peer.isAssessed))] : [];
    const keystroke = [];
    for (let pair = -WARM_UP; pair < PAIRS; pair++) {
      const { index, length } = word(pair + WARM_UP);
      for (const [cut, letter] of [
        [0, 'x'],
        [1, ''],
      ]) {
        if (pair >= 0) await pause(PACE);
        const took = await server.type(index + length, cut, letter, letter !== '');
        if (pair >= 0 && letter !== '') keystroke.push(took);
      }
    }
    await pause(1000);
    const figure = [];
    for (const { index } of [...text.matchAll(peer.figure ?? /$^/g)].slice(0, FIGURES)) {
      figure.push(await server.type(index, 1, '', true));
      await server.type(index, 0, '2', false);
    }
    const asked = { completion: [], hover: [] };
    for (let question = 0; question < QUESTIONS; question++) {
      const { index } = word(question);
      for (const [method, took] of Object.entries(asked)) {
        const { took: time, answer } = await server.ask(method, index + 1);
        // An answer that says nothing would cost nothing.
        if (answer === null || (answer.items ?? answer).length === 0)
          throw new Error(`${peer.name} has no ${method} at ${text.slice(index, index + 20)}`);
        took.push(time);
      }
    }
    return { start: server.start, open, assessed, keystroke, figure, ...asked, memory: server.memory() };
  } finally {
    await server.stop();
  }
}

function tableOf() {
  const rows = [
    ['start until `initialize` is answered', 'start', sizes],
    ...[
      ['opened until its first findings', 'open'],
      ['opened until it is assessed', 'assessed'],
      ['keystroke until the findings', 'keystroke'],
      ['keystroke until it is assessed', 'figure'],
      ['completion', 'completion'],
      ['hover', 'hover'],
    ].flatMap(([name, figure]) => sizes.map((lines) => [`${name}, ${lines.toLocaleString('en')} lines`, figure, [lines]])),
    ...sizes.map((lines) => [`memory (MB), ${lines.toLocaleString('en')} lines`, 'memory', [lines]]),
  ];
  return [
    `Measured with Node.js ${process.versions.node}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${rounds} rounds; milliseconds.`,
    '',
    `| | ${all.map(({ name }) => name).join(' | ')} |`,
    `|---|${'---|'.repeat(all.length)}`,
    ...rows.map(([name, figure, of]) => {
      const medians = all.map((peer) => median(seen.get(peer.name).flatMap((each) => (of.includes(each.lines) ? each[figure] : []))));
      const best = Math.min(...medians.filter((value, index) => value !== undefined && !all[index].isBound));
      const cells = medians.map((value, index) => (value === best && !all[index].isBound ? `**${show(value)}**` : show(value)));
      return `| ${[name, ...cells].join(' | ')} |`;
    }),
  ];
}

function median(figures) {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)];
}

function show(value) {
  if (value === undefined) return '–';
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function key({ word }, lines) {
  return `${word} ${lines}`;
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
