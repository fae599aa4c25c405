// `npm run bench`: measures the assessment and design, and writes the tables of docs/performance.md. Every row is the median of several fresh
// processes that take turns with those of the other rows, so that a machine that gets slower does not fall on one of them.
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { embed } from '../build/embed.mjs';
import { bundled } from './bundled.mjs';
import { fillTables } from './tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const ROUNDS = Number(process.argv[2] ?? 5);

const companies = [
  { name: '250 systems, 40 policies', plan: { systems: 250, policies: 40 } },
  { name: '500 systems, 40 policies', plan: { systems: 500, policies: 40 } },
  { name: '1,000 systems, 40 policies', plan: { systems: 1000, policies: 40 } },
  { name: '2,000 systems, 40 policies', plan: { systems: 2000, policies: 40 } },
  { name: '1,000 systems, each of its own size', plan: { systems: 1000, policies: 40, distinct: true } },
];
const often = ['1h', '15m', '5m', '1m'].flatMap((every) => [
  { name: `log every ${every}`, plan: { often: 'log', every } },
  ...(every === '1m' ? [] : [{ name: `snapshot every ${every}`, plan: { often: 'snapshot', every } }]),
]);

embed();
const [measure, design] = [await bundled('measure'), await bundled('design')];

const designs = [1, 10, 100].map((systems) => ({
  name: `${systems} ${systems === 1 ? 'system' : 'systems'}`,
  script: design,
  plan: systems,
}));

const rows = [...[...companies, ...often].map((row) => ({ ...row, script: measure })), ...designs];
const seen = new Map(rows.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const { name, script, plan } of rows) {
    process.stderr.write(`\rround ${round + 1} of ${ROUNDS}: ${name.padEnd(40)}`);
    seen.get(name).push(JSON.parse(execFileSync(process.execPath, [script, JSON.stringify(plan)], { encoding: 'utf8' })));
  }
}
process.stderr.write('\n');

const median = (name, figure) => {
  const sorted = seen
    .get(name)
    .map(figure)
    .sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};
const ms = (name, key) => show(median(name, (each) => each[key]));
const ratio = (name, over, under) => `${show(median(name, (each) => each[over] / each[under]))}×`;
const show = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const companyTable = [
  '| plan | lines | parse, first | parse, warm | empty assessment | assess, cold | ÷ first parse | ÷ warm parse | after an edit | ÷ warm parse | reach | cost | memory |',
  '|---|---|---|---|---|---|---|---|---|---|---|---|---|',
  ...companies.map(({ name }) => {
    const figures = ['firstParse', 'parsing', 'empty', 'cold'].map((key) => ms(name, key));
    const relative = [ratio(name, 'cold', 'firstParse'), ratio(name, 'cold', 'parsing'), ms(name, 'edit'), ratio(name, 'edit', 'parsing')];
    const rest = [ms(name, 'reach'), ms(name, 'cost'), `${median(name, ({ memory }) => memory).toFixed(0)} MB`];
    return `| ${[name, median(name, ({ lines }) => lines), ...figures, ...relative, ...rest].join(' | ')} |`;
  }),
];
const oftenTable = [
  '| job of one system | assess, cold | after an edit |',
  '|---|---|---|',
  ...often.map(({ name }) => `| ${name} | ${ms(name, 'cold')} | ${ms(name, 'edit')} |`),
];

const designTable = ['| designed | milliseconds |', '|---|---|', ...designs.map(({ name }) => `| ${name} | ${ms(name, 'took')} |`)];

const machine = `Node.js ${process.versions.node}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${ROUNDS} processes a row`;
const tables = { companies: [`Measured with ${machine}.`, '', ...companyTable], often: oftenTable, design: designTable };
fillTables(path.join(root, 'docs/performance.md'), tables);
console.log(Object.values(tables).flat().join('\n'));
