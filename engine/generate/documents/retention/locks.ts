import { pointStorages } from '../../../checks/backups.ts';
import { ageOf, longestStay, rulesOn } from '../../../checks/retention/rules.ts';
import { type Storage, type System, spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source } from '../source.ts';
import { duration, list, span } from '../words.ts';

/** What nobody can delete before its time, and for how much longer than the rules ask that holds it. */
export function lockTable(source: Source): string {
  const { plan } = source;
  const locked = plan.storages.filter(({ immutable }) => immutable !== undefined);
  const offline = plan.storages.filter((storage) => storage.offline).map(({ name }) => plain(name));
  const shelf =
    offline.length === 0
      ? []
      : [`${list(offline)} ${offline.length === 1 ? 'is' : 'are'} offline: nobody deletes there without bringing it in.`];
  if (locked.length === 0)
    return [...shelf, `No storage locks what lies on it. Where the storage can, say ${code('immutable 35 days')}.`].join('\n\n');
  const rows = locked.flatMap((storage) =>
    plan.systems.flatMap((system) =>
      system.blocks
        .filter((block) => pointStorages(block).includes(storage.name))
        .map((block) => [
          plain(storage.name),
          storage.immutable === undefined
            ? ''
            : `${span(storage.immutable.value)}${storage.immutable.source.from === 'plan' ? ` (${lineOf(source, storage.immutable.source.place)})` : ''}`,
          code(storage.account.value),
          plain(system.name),
          overhang(source, system, block.index, storage),
        ]),
    ),
  );
  return [...shelf, table(['Storage', 'Locks each point for', 'Account that prunes', 'System', 'Beside the rules'], rows)].join('\n\n');
}

function overhang(source: Source, system: System, index: number, storage: Storage): string {
  const block = system.blocks[index];
  if (block === undefined || storage.immutable === undefined) return '';
  const ages = rulesOn(block, storage.name).map(({ rule }) => ageOf(rule));
  if (ages.length === 0 || ages.includes(Infinity)) return 'everything is kept anyway';
  const rules = Math.max(...ages.map((age) => age ?? 0));
  const lock = spanSeconds(storage.immutable.value);
  // A rule that counts points may keep some for longer, and never for less than the others.
  if (lock > rules && longestStay(source, block, storage.name) === undefined)
    return 'a rule counts points: how old they get depends on the runs';
  return lock > rules
    ? `holds points for ${duration(lock - rules)} longer than the rules ask`
    : 'ends before the rules let the oldest go; until then it guards the younger ones';
}
