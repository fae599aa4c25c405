// `npm run bench:fleet`: measures `check` of many plans, and of one from a cold start, and writes their tables into docs/performance.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../build/build.mjs';
import { bundled } from '../bundled.mjs';
import { fillTables } from '../tables.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const ROUNDS = Number(process.argv[2] ?? 3);
const STARTS = 21;

const fleets = [
  { name: '2,000 plans, many alike', plans: 2000 },
  { name: '2,000 plans, each system of its own size', plans: 2000, distinct: true },
];

const smallPlan = `plan "Home" { owner "me@home.example"; timezone "UTC"; notify "mailto:me@home.example" }
site home { kind office }
storage disk: disk { at home; path "/mnt/backup"; encrypted }
system photos: files {
  at home; path "/srv/photos"; size 200 GB; changes 1 GB/day; rpo 26h; rto 1 day
  backup { full daily at 01:00 to disk using restic; keep daily for 14 days; verify restore monthly on 1 at 05:00 }
}
`;

await bundle();
const measure = await bundled('fleet/measure');
const command = path.join(root, 'dist/backupplan.cjs');
const folder = mkdtempSync(path.join(os.tmpdir(), 'backupplan-bench-'));
try {
  const fleetRows = fleets.map(({ name, ...asked }, index) => {
    const where = path.join(folder, `${index}`);
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      process.stderr.write(`\rround ${round + 1} of ${ROUNDS}: ${name.padEnd(50)}`);
      return measured(where, asked);
    });
    const middle = (figure) => median(rounds.map(figure));
    const seconds = ['parsing', 'assessing', 'check'].map((key) => middle((each) => each[key] / 1000).toFixed(1));
    const ratio = middle((each) => each.check / (each.parsing + each.assessing)).toFixed(2);
    const ofProcessor = middle((each) => each.cpu / each.sumCpu / os.availableParallelism()).toFixed(2);
    const memory = Math.max(...rounds.map(({ megabytes }) => megabytes)).toFixed(0);
    return `| ${[name, ...seconds, `${ratio}×`, `${ofProcessor}×`, `${memory} MB`].join(' | ')} |`;
  });
  const starts = startTimes();
  const machine = `Node.js ${process.versions.node}, ${os.cpus().length} × ${os.cpus()[0].model.trim()}`;
  fillTables(path.join(root, 'docs/performance.md'), {
    fleet: [
      `Measured with ${machine}, ${ROUNDS === 1 ? 'one process' : `${ROUNDS} processes`} a row; seconds.`,
      '',
      '| fleet | parse | assess | check | check ÷ (parse + assess) | by processor time | memory |',
      '|---|---|---|---|---|---|---|',
      ...fleetRows,
    ],
    start: [
      `Measured with ${machine}, ${STARTS} processes a row; milliseconds.`,
      '',
      '| process | until it ends | more than `node -e 0` | processor time | more than `node -e 0` |',
      '|---|---|---|---|---|',
      ...starts.map(
        ({ name, took, cpu }) => `| ${[name, took, took - starts[0].took, cpu, cpu - starts[0].cpu].map(rounded).join(' | ')} |`,
      ),
    ],
  });
} finally {
  rmSync(folder, { recursive: true });
}
process.stderr.write('\n');

/** Parses and assesses a fleet in one process, and checks it in another. */
function measured(where, asked) {
  const sum = JSON.parse(spawnSync(process.execPath, [measure, where, JSON.stringify(asked)], { encoding: 'utf8' }).stdout);
  const { took, ...used } = watched([command, 'check', where]);
  return { ...sum, check: took, ...used };
}

/** Medians of starts that take turns: milliseconds until the end, and of processor time. */
function startTimes() {
  const small = path.join(folder, 'small.backupplan');
  writeFileSync(small, smallPlan);
  const processes = {
    '`node -e 0`': ['-e', '0'],
    '`backupplan --version`': [command, '--version'],
    '`backupplan check` of a plan of one system': [command, 'check', small],
    '`backupplan check examples/postgresql.backupplan`': [command, 'check', path.join(root, 'examples/postgresql.backupplan')],
  };
  const starts = Object.fromEntries(Object.keys(processes).map((name) => [name, []]));
  for (let start = 0; start < STARTS; start++) {
    for (const [name, args] of Object.entries(processes)) starts[name].push(watched(args));
  }
  return Object.entries(starts).map(([name, all]) => ({
    name,
    took: median(all.map(({ took }) => took)),
    cpu: median(all.map(({ cpu }) => cpu)),
  }));
}

/** Runs Node.js, and gives the milliseconds until its end and what it has taken. */
function watched(args) {
  const usage = path.join(folder, 'usage.json');
  const start = performance.now();
  spawnSync(process.execPath, ['--require', path.join(root, 'bench/fleet/usage.cjs'), ...args], {
    env: { ...process.env, BENCH_USAGE: usage },
    maxBuffer: 1e9,
  });
  return { took: performance.now() - start, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

function rounded(value) {
  return typeof value === 'number' ? value.toFixed(0) : value;
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
