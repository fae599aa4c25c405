/**
 * One fresh process parses and assesses the plans of a folder, one after the other: what `check` is held against. Prints
 * milliseconds as JSON.
 */
import { assess } from '../../engine/assess/assess.ts';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import { loadProject } from '../../engine/plan/load.ts';
import { indexNames } from '../../engine/plan/names.ts';
import { resolvePlan } from '../../engine/plan/resolve.ts';
import { writeFleet } from './plans.ts';

const [folder = '', asked = '{}'] = process.argv.slice(2);
const files = writeFleet(folder, JSON.parse(asked));
const texts = new Map(files.map(({ path, text }) => [path, text]));
const cpu = process.cpuUsage();
const start = performance.now();
let parsing = 0;
for (const { path } of files) {
  const before = performance.now();
  const project = loadProject(path, (wanted) => texts.get(wanted));
  const plan = resolvePlan(project, builtinCatalogue, indexNames(project));
  parsing += performance.now() - before;
  if (!plan.library) assess(plan, builtinCatalogue);
}
const assessing = performance.now() - start - parsing;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ parsing, assessing, sumCpu: (user + system) / 1000 }));
