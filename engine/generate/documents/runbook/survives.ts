/** Which storages help in a scenario, which do not, and why. */
import type { System } from '../../../plan/model.ts';
import { plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { storagePlace } from './place.ts';
import type { Turn } from './turns.ts';

export function survivalTable({ plan }: Source, turns: readonly Turn[]): string {
  const rows = turns.flatMap(({ system, result }) => {
    const used = storagesOf(system);
    return used.map((name) => {
      const storage = plan.storages.find((candidate) => candidate.name === name);
      const fall = result.loss.falls.find((candidate) => candidate.storage === name);
      const word =
        fall === undefined ? (result.recovery.source === name ? '**recovery reads it**' : 'survives') : `falls: ${plain(fall.because)}`;
      return [plain(system.name), plain(name), storage === undefined ? '' : storagePlace(storage), word];
    });
  });
  return table(['System', 'Storage', 'Where', 'In this scenario'], rows);
}

/** The storages that a system's points are written or copied to, in the order of the plan. */
export function storagesOf(system: System): readonly string[] {
  return [...new Set(system.blocks.flatMap((block) => [...block.jobs.map(({ to }) => to), ...block.copies.map(({ to }) => to)]))];
}
