/** Three copies on two media, one off-site, one that nobody can change, none untested; and who could delete them. */
import type { Storage } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { storagesOf } from '../runbook/survives.ts';
import { type Source, systemResult } from '../source.ts';
import { list } from '../words.ts';

export function copiesTable(source: Source): string {
  const rows = source.plan.systems.flatMap((system) => {
    const copies = systemResult(source, system.name)?.copies;
    if (copies === undefined || system.exempt !== undefined || system.blocks.length === 0) return [];
    const { total, media, offsite, immutable, restoreVerified } = copies;
    const lacks = [
      total >= 3 ? '' : 'a third copy',
      media.length >= 2 ? '' : 'a second medium',
      offsite.length >= 1 ? '' : 'a copy off-site',
      immutable.length >= 1 ? '' : 'a copy that nobody can change',
      restoreVerified ? '' : 'a tested restore',
    ].filter((lack) => lack !== '');
    return [
      [
        plain(system.name),
        `${total}`,
        list(media.map(plain)),
        offsite.map(plain).join(', ') || 'none',
        immutable.map(plain).join(', ') || 'none',
        restoreVerified ? 'yes' : 'no',
        lacks.length === 0 ? 'nothing' : `**${list(lacks)}**`,
      ],
    ];
  });
  if (rows.length === 0)
    return `No system has a backup. Add ${code('backup { full daily at 02:00 to STORAGE; keep 30 days }')} to each that holds data.`;
  return [
    'Three copies (the system itself is one) on two media, one of them off-site, one that nobody can change or delete, and none whose restore is untested. A storage counts if it can restore the system alone at every instant.',
    table(['System', 'Copies', 'Media', 'Off-site', 'Locked or offline', 'Restore tested', 'Missing'], rows),
  ].join('\n\n');
}

/** What somebody with the credentials of an account reaches. */
export function accountTable(source: Source): string {
  const { plan } = source;
  const accounts = [
    ...new Set([...plan.systems.map(({ account }) => account.value), ...plan.storages.map(({ account }) => account.value)]),
  ];
  const rows = accounts.map((account) => {
    const systems = plan.systems.filter((system) => system.account.value === account);
    const storages = plan.storages.filter((storage) => storage.account.value === account);
    const held = plan.systems.filter((system) => isLostWith(source, system.name, account));
    return [
      code(account),
      list(systems.map(({ name }) => plain(name))) || 'nothing',
      list(storages.map(deletes)) || 'none',
      held.length === 0 ? 'nothing' : `**${list(held.map(({ name }) => plain(name)))}**`,
    ];
  });
  return [
    table(['Account', 'Runs', 'Can delete on', 'Has in its hand with all copies'], rows),
    accounts.length > 1
      ? 'Who has only one of these accounts cannot destroy what another one keeps.'
      : `Everything hangs on one account. Say ${code('account NAME')} for a storage whose credentials production does not have.`,
  ].join('\n\n');
}

function deletes(storage: Storage): string {
  const { name, offline, immutable } = storage;
  return `${plain(name)}${offline ? ' (offline)' : immutable === undefined ? '' : ' (once its locks end)'}`;
}

/** The system runs under the account, and so does every storage that keeps its points, with nothing that holds them. */
function isLostWith({ plan }: Source, name: string, account: string): boolean {
  const system = plan.systems.find((candidate) => candidate.name === name);
  if (system === undefined || system.exempt !== undefined || system.account.value !== account) return false;
  const used = new Set(storagesOf(system));
  const storages = plan.storages.filter((storage) => used.has(storage.name));
  return storages.length > 0 && storages.every((each) => each.account.value === account && !each.offline && each.immutable === undefined);
}
