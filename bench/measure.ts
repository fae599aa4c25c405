/**
 * One fresh process measures one plan: parsing, assessing from cold, and after an edit. Prints milliseconds as JSON. Its arguments are a
 * plan of `plans.ts` as JSON: `{"systems":1000,"policies":40}` or `{"often":"log","every":"5m"}`.
 */
import { assess } from '../engine/assess/assess.ts';
import { costs } from '../engine/assess/cost/cost.ts';
import { reachOf } from '../engine/assess/retention/reach.ts';
import { builtinCatalogue } from '../engine/catalogue/builtin.ts';
import { loadProject } from '../engine/plan/load.ts';
import type { Plan } from '../engine/plan/model.ts';
import { indexNames } from '../engine/plan/names.ts';
import { resolvePlan } from '../engine/plan/resolve.ts';
import { parse } from '../grammar/parse.ts';
import { company, often, type Size } from './plans.ts';

type Asked = Size | { readonly often: 'log' | 'snapshot'; readonly every: string };

const EDITS = 21;

const asked = JSON.parse(process.argv[2] ?? '{}') as Asked;
const text = 'often' in asked ? often(asked.often, asked.every) : company(asked);

const firstParse = timed(() => parse(text));
// Nothing of this plan is remembered, nor has the code run before: only an empty plan has been assessed.
const empty = median(() => assess(planOf('plan "Empty" { timezone "UTC" }'), builtinCatalogue));
const plan = planOf(text);
const cold = timed(() => assess(plan, builtinCatalogue));
const memory = process.resourceUsage().maxRSS / 1000;
const parsing = median(() => parse(text));
let edit = 0;
const edited: number[] = [];
for (; edit < EDITS; edit++) {
  const changed = planOf(text.replace(/(size +)\d+ GB/, `$1${2000 + edit} GB`));
  edited.push(timed(() => assess(changed, builtinCatalogue)));
}
const reach = timed(() => plan.systems.map((system) => reachOf(plan, system, builtinCatalogue)));
const cost = timed(() => costs(plan, builtinCatalogue));
const lines = text.split('\n').length;
console.log(JSON.stringify({ lines, firstParse, parsing, empty, cold, edit: middle(edited), reach, cost, memory }));

function planOf(of: string): Plan {
  const project = loadProject('/bench.backupplan', () => of);
  return resolvePlan(project, builtinCatalogue, indexNames(project));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(work: () => unknown): number {
  return middle(Array.from({ length: 15 }, () => timed(work)));
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
