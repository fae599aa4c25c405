/** When the last copy of something that was deleted today is gone, and what brings it back meanwhile. */
import { staysOf } from '../../../assess/retention/stay.ts';
import { storagesWith } from '../../../checks/backups.ts';
import { keepLogsOn } from '../../../checks/retention/rules.ts';
import { type System, spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import type { Source } from '../source.ts';
import { duration, instant, list } from '../words.ts';

export function erasure(source: Source): string {
  const { plan } = source;
  const held = plan.systems.filter(({ blocks, exempt }) => blocks.length > 0 && exempt === undefined);
  const rows = held.flatMap((system) =>
    lives(source, system).map(({ storage, seconds, captured }, index) => [
      index === 0 ? plain(system.name) : '',
      plain(storage),
      said(seconds),
      captured === undefined ? '' : instant(captured),
    ]),
  );
  if (rows.length === 0) return 'No backup holds anything.';
  return [
    'Nothing is taken out of a restore point: what is deleted from a system lives on in its points until the last that has it is pruned, with all that rules, chains, locks and log hold.',
    table(['System', 'Storage', 'Gone after at most', 'As in the point of'], rows),
    ...people(source),
  ].join('\n\n');
}

interface Life {
  readonly storage: string;
  /** Undefined where nobody can say. */
  readonly seconds?: number;
  readonly captured?: number;
}

/** The longest that something lives on, on each storage of a system: in a point or in the log. */
export function lives({ plan, catalogue }: Source, system: System): readonly Life[] {
  return staysOf(plan, system, catalogue).map(({ storage, block: index, seconds, captured }) => {
    const block = system.blocks[index];
    const logs = block !== undefined && storagesWith(block, 'log').has(storage) ? keepLogsOn(block, storage)?.span : undefined;
    const log = logs === undefined ? 0 : logs === 'forever' ? Infinity : spanSeconds(logs);
    if (seconds === undefined || log <= seconds) return { storage, seconds, captured };
    return { storage, seconds: log };
  });
}

function said(seconds: number | undefined): string {
  if (seconds === undefined) return 'not within two years';
  return seconds === Infinity ? '**never**' : duration(seconds);
}

/** What people have had erased comes back with a restore. */
function people(source: Source): readonly string[] {
  const personal = source.plan.systems.filter(({ holds, blocks }) => holds.includes('personal-data') && blocks.length > 0);
  if (personal.length === 0)
    return [
      `No system says that it holds personal data (${code('holds personal-data')}). Where one does, what a person has had erased comes back with every restore to a state before.`,
    ];
  const longest = Math.max(...personal.flatMap((system) => lives(source, system)).map(({ seconds }) => seconds ?? Infinity));
  const names = list(personal.map(({ name }) => plain(name)));
  const keep =
    longest === Infinity ? 'for ever, since some of these copies never go' : `for ${duration(longest)}, since so long a copy may live`;
  return [
    `${names} ${personal.length === 1 ? 'holds' : 'hold'} personal data, and what a person has had erased comes back with every restore to a state before. So:`,
    [
      `1. Write each erasure down when it is done: who, what, when. Keep that list outside of ${names}, in a backup of its own, ${keep}.`,
      '2. After a restore, and before users are let in, do again every erasure that is younger than the restored state.',
      '3. Until then the copies are only read to restore: what was erased is not looked up in them.',
    ].join('\n'),
  ];
}
