import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { Finding } from '../../engine/checks/finding.ts';
import type { Imported } from '../../engine/import/import.ts';
import type { Origin } from '../../engine/import/step.ts';
import { countsOf } from './counts.ts';
import { printable } from './printable.ts';

export interface ImportReport {
  readonly imported: Imported;
  /** Of the drafted plan. */
  readonly findings: readonly Finding[];
  /** The plan that was written, as a person would type it; undefined where it was printed. */
  readonly file?: string;
  /** The file that was read for a path that the draft names, as a person would type it. */
  readonly shown: (file: string) => string;
}

/** How many findings are told; `check` tells all. */
const FIRST = 5;

/** What a drafted plan rests on, line by line, what is not in it, and what it says already. `color` false gives plain text. */
export function importedPretty({ imported, findings, file, shown }: ImportReport, color: boolean): string {
  const colors = pc.createColors(color);
  const { systems, storages, understood, left, assumed, unknown, files } = imported;
  const place = ({ file: from, line }: Origin): string => `${shown(from)}:${line}`;
  const rows = (pairs: readonly (readonly [string, string])[]): string[] => {
    const width = Math.max(...pairs.map(([head]) => stringWidth(printable(head))));
    return pairs.map(([head, text]) => `  ${printable(head)}${' '.repeat(width - stringWidth(printable(head)))}  ${oneLine(text)}`);
  };
  const section = (title: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `\n${colors.bold(title)}\n${lines.join('\n')}\n`;
  const grave = findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const told = [...grave].sort((one, other) => Number(other.severity === 'error') - Number(one.severity === 'error')).slice(0, FIRST);
  return [
    `${file === undefined ? 'Drafted' : `${printable(file)} drafted`} from ${[...new Set(files.map((each) => printable(shown(each))))].join(', ')}: ${counted(systems, 'system')}, ${counted(storages, 'storage')}.\n`,
    section('Understood', rows(understood.map(({ origin, what }) => [place(origin), what]))),
    section('Left out', rows(left.map(({ origin, because }) => [place(origin), because]))),
    section(
      'Assumed',
      assumed.map((text) => `  ${oneLine(text)}`),
    ),
    section('Not known, and marked with TODO in the plan', questions(unknown)),
    section(
      `What the plan says already${untold(findings, grave.length)}`,
      told.map(
        ({ severity, code, message, about }) =>
          `  ${severity === 'error' ? colors.red(severity) : colors.yellow(severity)}[${code}]${subject(message, about)}: ${oneLine(message)}`,
      ),
    ),
    file === undefined ? '' : `\nPut in what is not known, then run:\n  backupplan check ${printable(file)}\n`,
  ].join('');
}

/** What only `check` tells: ` (5 of 9, and 3 pieces of advice that check tells)`. */
function untold(findings: readonly Finding[], grave: number): string {
  const mild = findings.filter(({ severity }) => severity === 'info' || severity === 'hint');
  const counts = countsOf(mild).map(({ words }) => words);
  const parts = [
    ...(grave > FIRST ? [`${FIRST} of ${grave}`] : []),
    ...(counts.length === 0 ? [] : [`and ${counts.join(', ')} that check tells`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** What a finding is about, where its message does not name it. */
function subject(message: string, about: string | undefined): string {
  return about === undefined || message.includes(`\`${about}\``) ? '' : ` ${printable(about)}`;
}

/** One line for each question, with all that it is asked of. */
function questions(unknown: Imported['unknown']): readonly string[] {
  const asked = new Map<string, string[]>();
  for (const { about, what } of unknown) asked.set(what, [...(asked.get(what) ?? []), about]);
  return [...asked].map(([what, about]) => `  ${oneLine(what)} (${printable(new Intl.ListFormat('en').format(about))})`);
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/gu, ' '));
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
