/** One fresh process designs as many systems as its argument says, and prints milliseconds as JSON. The plans are those of `plans.ts`, without any backup. */
import { type Objective, objectives } from '../engine/design/objectives.ts';
import { designPlan } from '../engine/design/plan.ts';
import { examineAfresh } from '../engine/examine.ts';
import { company } from './plans.ts';

const systems = Number(process.argv[2] ?? 1);
const text = company({ systems, policies: 40, distinct: true })
  .replaceAll(/^ {2}backup with .*\n/gm, '')
  .replaceAll(/^policy [\s\S]*?^\}\n/gm, '');
const read = (): string => text;
const before = examineAfresh('/bench.backupplan', read);
const all: [Objective, ...Objective[]] = ['cost', ...objectives.slice(1)];
const start = performance.now();
const { designs } = designPlan(
  before,
  before.plan.systems.map(({ name }) => name),
  read,
  systems === 1 ? all : ['cost'],
);
const took = performance.now() - start;
console.log(JSON.stringify({ took, designed: designs.filter(({ status }) => status === 'designed').length }));
