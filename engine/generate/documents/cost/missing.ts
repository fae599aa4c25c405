import { monthKeys } from '../../../assess/bytes/months.ts';
import { costsOf } from '../../../checks/answers.ts';
import { code, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source } from '../source.ts';

/** What to add to the plan for every cost to be known; undefined where nothing is missing. */
export function missingPrices(source: Source): string | undefined {
  const { storages, currency } = costsOf(source);
  const names = [...new Set(storages.flatMap(({ cost }) => monthKeys.flatMap((key) => ('missing' in cost[key] ? cost[key].missing : []))))];
  if (names.length === 0) return undefined;
  return table(
    ['Lacking', 'Add', 'To'],
    names.map((name) => [code(name), statement(name, currency), target(source, name)]),
  );
}

function statement(name: string, currency: string): string {
  if (name.startsWith('exchange ')) return code(`exchange 1.1 ${name.slice('exchange '.length)}`);
  const [, of = ''] = name.split('.');
  switch (of) {
    case 'price':
      return `${code(`price 0.02 ${currency}/GB/month`)}, or ${code(`fee 40 ${currency}/month`)} where it is paid for as a whole`;
    case 'egress':
      return code(`egress 0.09 ${currency}/GB`);
    case 'size':
      return code('size 100 GB');
    case 'changes':
      return code('changes 1 GB/day');
    default:
      return code(of);
  }
}

function target(source: Source, name: string): string {
  const { plan } = source;
  const [about = ''] = name.split('.');
  const found = [...plan.storages, ...plan.systems].find((each) => each.name === about);
  return found === undefined ? 'the plan' : `${plain(about)} (${lineOf(source, found.namePlace)})`;
}
