import { value } from '../../../grammar/tree.ts';
import type { StorageClass, StorageKind } from '../../catalogue/catalogue.ts';
import type { Money, Sourced, Storage } from '../model.ts';
import type { Declaration } from '../names.ts';
import { accountOf } from './site.ts';
import {
  byDefault,
  declared,
  money,
  nameIn,
  namesIn,
  rate,
  type Scope,
  said,
  seconds,
  setting,
  size,
  span,
  text,
  type Written,
  word,
} from './written.ts';

export function resolveStorage(scope: Scope, of: Declaration): Storage {
  const { name } = of;
  const kind = value(of.statement, 'kind', 'word')?.text ?? '';
  const known = kindOf(scope, kind);
  const because =
    known.name === kind ? `${kind} default in the catalogue` : `${known.name} default in the catalogue, which has no kind \`${kind}\``;
  const at = nameIn(scope, setting(of, 'storage.at'), 'site') ?? '';

  const ownClass = said(setting(of, 'storage.class'), 'class', 'word', word);
  const storageClass = ownClass ?? (known.defaultClass === undefined ? undefined : byDefault(known.defaultClass, `${name}.class`, because));
  const figures = storageClass === undefined ? undefined : known.classes[storageClass.value];
  const endpoint = text(setting(of, 'storage.endpoint'), 'endpoint');
  // A store with an endpoint of its own is not the provider's: only a class that the plan names says what it costs.
  const listed = ownClass === undefined && endpoint !== undefined ? undefined : figures;
  const fromClass = figures === undefined ? because : `${figures.name} of ${known.name} in the catalogue (${figures.source})`;

  return {
    ...declared(of),
    kind,
    at,
    path: text(setting(of, 'storage.path'), 'path'),
    bucket: text(setting(of, 'storage.bucket'), 'bucket'),
    endpoint,
    host: text(setting(of, 'storage.host'), 'host'),
    user: text(setting(of, 'storage.user'), 'user'),
    class: storageClass,
    media: said(setting(of, 'storage.media'), 'media', 'word', word) ?? byDefault(known.media, `${name}.media`, because),
    capacity: said(setting(of, 'storage.capacity'), 'size', 'size', size),
    read: said(setting(of, 'storage.read'), 'rate', 'rate', rate) ?? byDefault(known.read, `${name}.read`, because),
    write: said(setting(of, 'storage.write'), 'rate', 'rate', rate) ?? byDefault(known.write, `${name}.write`, because),
    retrieval:
      said(setting(of, 'storage.retrieval'), 'delay', 'duration', seconds) ??
      byDefault(figures?.retrieval ?? 0, `${name}.retrieval`, fromClass),
    price: perByte(setting(of, 'storage.price')) ?? listPrice(listed?.price, `${name}.price`, fromClass),
    egress: perByte(setting(of, 'storage.egress')) ?? listPrice(listed?.egress, `${name}.egress`, fromClass),
    fee: said(setting(of, 'storage.fee'), 'amount', 'money', money),
    minimum: said(setting(of, 'storage.minimum'), 'span', 'duration', span) ?? listMinimum(listed, `${name}.minimum`, fromClass),
    account: accountOf(scope, of, at),
    immutable: said(setting(of, 'storage.immutable'), 'span', 'duration', span),
    offline: setting(of, 'storage.offline') !== undefined,
    boundTo: namesIn(scope, setting(of, 'storage.bound'), 'systems'),
    encrypted: setting(of, 'storage.encrypted') !== undefined,
    key: nameIn(scope, setting(of, 'storage.encrypted'), 'key'),
    optional: setting(of, 'storage.optional') !== undefined,
  };
}

/** The catalogue's entry. A kind that it does not have is an error in the plan; until that is mended it stands as a plain disk. */
function kindOf(scope: Scope, kind: string): StorageKind {
  return scope.catalogue.storages[kind] ?? scope.catalogue.storages.disk ?? plainDisk;
}
const plainDisk: StorageKind = {
  name: 'disk',
  doc: '',
  media: 'disk',
  read: 200e6,
  write: 200e6,
  classes: {},
  source: 'language reference',
};

function perByte(of: Written | undefined): Sourced<Money> | undefined {
  const unit = of === undefined ? undefined : value(of.statement, 'unit', 'unit');
  if (unit === undefined) return undefined;
  return said(of, 'amount', 'money', ({ amount, currency }) => ({ amount: amount / unit.bytes, currency }));
}

function listPrice(perGigabyte: Money | undefined, about: string, because: string): Sourced<Money> | undefined {
  return perGigabyte === undefined
    ? undefined
    : byDefault({ amount: perGigabyte.amount / 1e9, currency: perGigabyte.currency }, about, because);
}

function listMinimum(figures: StorageClass | undefined, about: string, because: string): Storage['minimum'] {
  if (figures?.minimumDays === undefined) return undefined;
  return byDefault({ years: 0, months: 0, seconds: figures.minimumDays * 86400 }, about, because);
}
