/**
 * Would the comparison notice? Each mutant is one deliberate mistake in a copy of engine and grammar; the random plans are gone through
 * until one gives another answer than the simulator's. Run it with `node --import=tsx test/simulator/mutants.ts`; it fails if one lives.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { builtinCatalogue } from '../../engine/catalogue/builtin.ts';
import type { Plan } from '../../engine/plan/model.ts';
import { planOf } from '../plan/project.ts';
import { contrast, differencesOf, type Engine } from './contrast.ts';
import { mutants } from './mistakes.ts';
import { planTexts } from './plans.ts';
import type { Simulated } from './simulate.ts';

const numRuns = Number(process.env.SIMULATED_PLANS ?? 300);
const seed = Number(process.env.SIMULATED_SEED ?? 20270101);
const root = new URL('../../', import.meta.url);
const folder = fileURLToPath(new URL('.cache/mutants/', root));

const plans = fc.sample(planTexts, { numRuns, seed }).map((text) => planOf(text));
const agreed = plans.flatMap((plan) => {
  const { differences, unsteady, simulated } = contrast(plan, builtinCatalogue);
  return differences.length > 0 || unsteady ? [] : [{ plan, simulated }];
});
console.log(`${agreed.length} of ${numRuns} plans (seed ${seed}), about which engine and simulator agree`);

let alive = 0;
for (const [index, mutant] of mutants.entries()) {
  const home = `${folder}${index}/`;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  for (const room of ['engine', 'grammar']) cpSync(new URL(room, root), `${home}${room}`, { recursive: true });
  const file = `${home}${mutant.file}`;
  const text = readFileSync(file, 'utf8');
  if (text.split(mutant.from).length !== 2) throw new Error(`${mutant.name}: its text is not in ${mutant.file} exactly once`);
  writeFileSync(
    file,
    text.replace(mutant.from, () => mutant.to),
  );
  const { assess } = (await import(pathToFileURL(`${home}engine/assess/assess.ts`).href)) as Pick<Engine, 'assess'>;
  const { costs } = (await import(pathToFileURL(`${home}engine/assess/cost/cost.ts`).href)) as Pick<Engine, 'costs'>;
  const caught = agreed.findIndex(({ plan, simulated }) => notices(plan, { assess, costs }, simulated));
  if (caught === -1) alive++;
  console.log(
    `${caught === -1 ? 'ALIVE ' : 'caught'}  ${caught === -1 ? `after all ${agreed.length}` : `by plan ${caught + 1}`}\t${mutant.name}`,
  );
  rmSync(home, { recursive: true, force: true });
}
console.log(`${mutants.length - alive} of ${mutants.length} mutants caught`);
process.exitCode = alive === 0 ? 0 : 1;

/** A mutant that throws is noticed, too. */
function notices(plan: Plan, engine: Engine, simulated: Simulated): boolean {
  try {
    return [...differencesOf(plan, builtinCatalogue, engine, simulated)].length > 0;
  } catch {
    return true;
  }
}
