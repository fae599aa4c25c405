// `npm run coverage`: how much of each room the tests run, by line and by branch, into docs/reliability.md. Real servers, real VS Code and
// the tests of the bundles are left out: what only they reach counts as not reached.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillTables } from '../bench/tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const reports = '.cache/coverage';
const rooms = ['grammar', 'engine', 'workspace', 'server', 'cli', 'client'];
const tests = 'test/{language,plan,assess,checks,precision,propose,design,generate,import,workspace,cli,lsp,simulator}/**/*.test.ts';

const measuring = [
  '--all',
  '--exclude-after-remap',
  '--reporter=json-summary',
  `--reports-dir=${reports}`,
  `--temp-directory=${reports}/raw`,
];
const counted = [...rooms.map((room) => `--include=${room}/**/*.ts`), '--exclude=**/*.generated.ts', '--exclude=**/*.d.ts'];
// What is slower while it is measured has not failed.
execFileSync('npx', ['c8', ...measuring, ...counted, 'mocha', '--timeout', '600000', tests], { cwd: root, stdio: 'inherit' });

const { total, ...files } = JSON.parse(readFileSync(path.join(root, reports, 'coverage-summary.json'), 'utf8'));
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
