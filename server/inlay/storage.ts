/** After a storage's name what it holds and costs in month 12, and when it is full. */
import type { Figure, StorageCost } from '../../engine/assess/cost/cost.ts';
import { sayDate, sayMoney, saySize } from '../../engine/assess/say.ts';
import type { Examination } from '../../engine/examine.ts';
import { type Statement, value } from '../../grammar/tree.ts';
import { storageText } from '../explain/costs.ts';
import { costsOf, judgedOf } from '../explain/figures.ts';
import { type Hint, needs } from './hint.ts';

/** None while a system is in doubt, since it may be the one that fills the storage, and none where nothing is written to it yet. */
export function storageHints(examination: Examination, statement: Statement): Hint[] {
  const name = value(statement, 'name', 'name');
  if (name === undefined || judgedOf(examination).systems.length < examination.plan.systems.length) return [];
  const { storages, currency } = costsOf(examination);
  const storage = storages.find((each) => each.name === name.text);
  if (storage === undefined || ('value' in storage.bytes.month12 && storage.bytes.month12.value === 0)) return [];
  return [{ offset: name.range.end, label: label(storage, currency), tooltip: storageText(examination, name.text) }];
}

function label({ bytes: { month12: bytes }, cost: { month12: cost }, fullAt }: StorageCost, currency: string): string {
  const full = fullAt === undefined ? '' : ` · full on ${sayDate(fullAt, 'UTC')}`;
  if ('missing' in bytes) return needs(bytes.missing);
  return `${saySize(bytes.value)}${price(cost, currency)} in month 12${full}`;
}

/** Nothing where it is not known: not everybody pays for disks by the gigabyte, and the hover says what is missing. */
function price(cost: Figure, currency: string): string {
  if ('missing' in cost) return '';
  return ` · ${cost.value < 10 ? sayMoney(cost.value, currency) : `${Math.round(cost.value)} ${currency}`}/month`;
}
