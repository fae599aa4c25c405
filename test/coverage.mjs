// The second half of `npm run coverage`: what c8 has counted, by room, into docs/reliability.md.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillTables } from '../bench/tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { total, ...files } = JSON.parse(readFileSync(path.join(root, '.cache/coverage/coverage-summary.json'), 'utf8'));
const folders = new Map();
for (const [file, { lines, branches }] of Object.entries(files)) {
  const [room, folder, ...rest] = path.relative(root, file).split(path.sep);
  const name = room === 'engine' && rest.length > 0 ? `engine/${folder}` : room;
  const sum = folders.get(name) ?? { lines: { covered: 0, total: 0 }, branches: { covered: 0, total: 0 } };
  for (const [into, from] of [
    [sum.lines, lines],
    [sum.branches, branches],
  ]) {
    into.covered += from.covered;
    into.total += from.total;
  }
  folders.set(name, sum);
}
const share = ({ covered, total }) => `${((100 * covered) / total).toFixed(1)} %`;
const row = (name, { lines, branches }) => `| ${name} | ${lines.total.toLocaleString('en')} | ${share(lines)} | ${share(branches)} |`;
const table = [
  '| folder | lines | lines reached | branches reached |',
  '|---|---|---|---|',
  ...[...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => row(name, sum)),
  row('all', total),
];
fillTables(path.join(root, 'docs/reliability.md'), { coverage: table });
console.log(table.join('\n'));
