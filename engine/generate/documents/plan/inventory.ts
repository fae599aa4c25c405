/** What there is: sites, storages, keys. Columns that nobody fills are left out. */
import { spanSeconds } from '../../../plan/model.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { storagePlace } from '../runbook/place.ts';
import type { Source } from '../source.ts';
import { list, rate, size, span } from '../words.ts';

export function siteTable({ plan }: Source): string {
  if (plan.sites.length === 0) return `The plan names no site; add ${code('site NAME { … }')}.`;
  return filled(
    ['Site', 'Kind', 'Provider', 'Region', 'Within', 'Links'],
    plan.sites.map((site) => [
      plain(site.name),
      plain(site.kind ?? ''),
      plain(site.provider ?? ''),
      plain(site.region ?? ''),
      plain(site.within ?? ''),
      site.links.map((link) => `${plain(link.to)}: ${rate(link.rate.value)}`).join(', '),
    ]),
  );
}

export function storageTable({ plan }: Source): string {
  if (plan.storages.length === 0) return `The plan names no storage; add ${code('storage NAME: KIND { … }')}.`;
  return filled(
    ['Storage', 'Kind', 'At', 'Where', 'Read', 'First byte after', 'Deletes there', 'Locked', 'Key', 'Capacity'],
    plan.storages.map((storage) => [
      plain(storage.name),
      plain(storage.class === undefined ? storage.kind : `${storage.kind}, ${storage.class.value}`),
      plain(storage.at),
      storagePlace(storage),
      rate(storage.read.value),
      storage.retrieval.value === 0 ? '' : span({ years: 0, months: 0, seconds: storage.retrieval.value }),
      code(storage.account.value),
      storage.immutable === undefined || spanSeconds(storage.immutable.value) === 0
        ? storage.offline
          ? 'offline'
          : ''
        : span(storage.immutable.value),
      plain(storage.key ?? ''),
      storage.capacity === undefined ? '' : size(storage.capacity.value),
    ]),
  );
}

export function keyTable({ plan }: Source): string {
  return filled(
    ['Key', 'Kept at', 'Escrow', 'Changed every'],
    plan.keys.map((key) => [
      plain(key.name),
      list(key.keptAt.map(plain)),
      plain(key.escrow ?? ''),
      key.rotateEvery === undefined ? '' : span(key.rotateEvery),
    ]),
  );
}

function filled(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = head.map((_, index) => index).filter((index) => rows.some((row) => row[index] !== ''));
  const pick = (cells: readonly string[]): readonly string[] => columns.map((index) => cells[index] ?? '');
  return table(pick(head), rows.map(pick));
}
