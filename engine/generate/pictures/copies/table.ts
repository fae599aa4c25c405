import type { Plan } from '../../../plan/model.ts';
import { systemResult } from '../../documents/source.ts';
import { type Cell, cell, type PictureSource, type Table } from '../picture.ts';
import type { CopiesModel, Flow } from './model.ts';
import { protection } from './words.ts';

/** A row for each system on each storage, with what becomes of it in each scenario of the picture. */
export function copiesTable({ plan, assessment }: PictureSource, { rows, outcomes }: CopiesModel): Table {
  const head = [
    'System',
    'At',
    'Storage',
    'Site',
    'What comes',
    'By itself enough',
    'Off-site',
    'Protected',
    ...outcomes.map(({ scenario }) => `In ${scenario}`),
  ];
  const found = rows.flatMap(({ systems, flows, fallen }) =>
    systems.flatMap((system) => {
      const copies = systemResult({ assessment }, system.name)?.copies;
      const targets = [...new Set(flows.map(({ to }) => nameOf(to)))];
      if (targets.length === 0)
        return [
          [
            cell(system.name),
            cell(system.at),
            cell(system.exempt === undefined ? 'none' : `exempt: ${system.exempt}`),
            ...head.slice(3).map(() => cell('')),
          ],
        ];
      return targets.map((target): readonly Cell[] => {
        const storage = plan.storages.find(({ name }) => name === target);
        const comes = flows.filter(({ to }) => nameOf(to) === target).map(({ text }) => text);
        return [
          cell(system.name),
          cell(system.at),
          cell(storage === undefined ? `standby at ${target}` : target),
          cell(storage?.at ?? target),
          cell(comes.join(', ')),
          cell(yes(copies?.storages.includes(target))),
          cell(yes(copies?.offsite.includes(target))),
          cell(storage === undefined ? '' : protection(storage)),
          ...outcomes.map(({ storages, lostSites, systems: struck }) => {
            const fate = storages.get(target);
            if (fate === undefined) return cell(lostSites.has(target) ? 'lost' : 'stays');
            if (fallen.includes(target) && fate.left !== 'nothing' && struck.has(system.name)) return cell('restores nothing');
            return cell(fate.left === 'whole' ? fate.word : `${fate.word}: ${fate.because}`);
          }),
        ];
      });
    }),
  );
  return { head, rows: inOrder(plan, found) };
}

/** The order of the plan, which the groups of a picture do not keep. */
function inOrder({ systems }: Plan, rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const place = new Map(systems.map(({ name }, index) => [name, index]));
  return rows.toSorted((one, other) => (place.get(one[0]?.text ?? '') ?? 0) - (place.get(other[0]?.text ?? '') ?? 0));
}

function nameOf(to: Flow['to']): string {
  return 'storage' in to ? to.storage : to.standby;
}

function yes(is: boolean | undefined): string {
  return is === true ? 'yes' : 'no';
}
