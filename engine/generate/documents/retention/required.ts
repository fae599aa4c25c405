import type { Retained } from '../../../assess/assessment.ts';
import { ruleAs } from '../../../plan/written-as.ts';
import { code, mail, plain } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { lineOf, type Source, systemResult } from '../source.ts';
import { instant } from '../words.ts';

/** What each system must have (`retain`), whose it is and what it holds, and whether it has it at every instant of the window. */
export function required(source: Source): string {
  const { plan } = source;
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ['System', ({ name }) => plain(name)],
    ['Holds', ({ holds }) => holds.map(plain).join(', ')],
    ['Owner', ({ owner }) => (owner === undefined ? '' : mail(owner))],
    ['Has to have', ({ rule }) => rule],
    ['Plan', ({ line }) => line],
    ['Has it', ({ verdict }) => verdict],
  ];
  const rows = plan.systems
    .filter(({ blocks, exempt }) => blocks.length > 0 && exempt === undefined)
    .flatMap(({ name, holds, owner, retain }): Row[] => {
      if (retain.length === 0) return [{ name, holds, owner, rule: 'nothing is said', line: '', verdict: '' }];
      const found = systemResult(source, name)?.retained ?? [];
      return retain.map(({ rule, place }, index) => ({
        name: index === 0 ? name : '',
        holds: index === 0 ? holds : [],
        owner: index === 0 ? owner : undefined,
        rule: code(ruleAs(rule)),
        line: lineOf(source, place),
        verdict: verdict(found[index]),
      }));
    });
  if (rows.length === 0) return 'No system of the plan has a backup.';
  const told = columns.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  const silent = plan.systems.some(({ blocks, retain, exempt }) => blocks.length > 0 && retain.length === 0 && exempt === undefined);
  return [
    table(
      told.map(([head]) => head),
      rows.map((row) => told.map(([, cell]) => cell(row))),
    ),
    ...(silent
      ? [
          `What a system has to have is said with ${code('retain monthly for 10 years')}: then it is checked at every instant, whatever the rules below say.`,
        ]
      : []),
  ].join('\n\n');
}

interface Row {
  readonly name: string;
  readonly holds: readonly string[];
  readonly owner?: string;
  readonly rule: string;
  readonly line: string;
  readonly verdict: string;
}

function verdict(retained: Retained | undefined): string {
  if (retained === undefined) return 'not known: numbers are missing';
  if (retained.met) return 'yes, at every instant';
  const { lacking } = retained;
  if (lacking === undefined) return '**no**';
  const what =
    lacking.from === lacking.to
      ? `the point of ${instant(lacking.from)}`
      : `any point between ${instant(lacking.from)} and ${instant(lacking.to)}`;
  return `**no**: it lacks ${what} from ${instant(lacking.at)} on`;
}
