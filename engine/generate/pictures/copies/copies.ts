/** Where the copies are: sites, what lies in them, how restore points come there, and what each scenario takes. */
import type { Scenario } from '../../../plan/model.ts';
import type { Picture, PictureSource } from '../picture.ts';
import { framed, idOf } from '../svg/frame.ts';
import { drawCopies } from './draw.ts';
import { lanesOf } from './lanes.ts';
import { type CopiesModel, copiesModel } from './model.ts';
import { copiesTable } from './table.ts';

/** With a scenario, what it leaves of them. */
export function copiesPicture(source: PictureSource, scenario?: Scenario): Picture {
  const model = copiesModel(source, scenario);
  const about = {
    kind: 'copies',
    of: scenario?.name,
    name: scenario === undefined ? 'copies' : `copies-${scenario.name}`,
    title: scenario === undefined ? `${source.plan.title}: where the copies are` : `${scenario.name}: which copies are left`,
    description: described(model),
  } as const;
  const subtitle =
    scenario === undefined
      ? 'Sites with their systems and storages; an arrow for each way on which restore points come'
      : 'Crossed out: what does not help. Checked: what recovery reads';
  return { ...about, table: copiesTable(source, model), draw: (style) => framed(about, subtitle, style, drawCopies(idOf(about), model)) };
}

function described({ areas, rows, struck }: CopiesModel): string {
  const lanes = lanesOf(areas);
  const sites = new Set(lanes.map(({ site }) => site)).size;
  const storages = lanes.filter(({ storage }) => storage !== undefined).length;
  const systems = rows.reduce((sum, row) => sum + row.systems.length, 0);
  const map = `A map of ${systems} ${systems === 1 ? 'system' : 'systems'} and ${storages} ${storages === 1 ? 'storage' : 'storages'} at ${sites} ${sites === 1 ? 'site' : 'sites'}, with the ways on which restore points come from one to the other`;
  if (struck === undefined) return `${map}, and what each scenario leaves of them.`;
  const gone = [...struck.storages].filter(([, { left }]) => left === 'nothing').map(([name, { because }]) => `${name} (${because})`);
  return `${map}, in the scenario ${struck.scenario}. ${gone.length === 0 ? 'No storage falls.' : `These storages do not help: ${gone.join(', ')}.`}`;
}
