import stringWidth from 'fast-string-width';
import pc from 'picocolors';
import type { Finding } from '../../engine/checks/finding.ts';
import type { Imported } from '../../engine/import/import.ts';
import type { Origin } from '../../engine/import/step.ts';
import { printable } from './printable.ts';

export interface ImportReport {
  readonly imported: Imported;
  /** Of the drafted plan. */
  readonly findings: readonly Finding[];
  /** The plan that was written, as a person would type it; undefined where it was printed. */
  readonly file?: string;
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
    `${file === undefined ? 'Drafted' : `${printable(file)} drafted`} from ${files.map((each) => printable(shown(each))).join(', ')}: ${counted(systems, 'system')}, ${counted(storages, 'storage')}.\n`,
    section('Understood', rows(understood.map(({ origin, what }) => [place(origin), what]))),
    section('Left out', rows(left.map(({ origin, because }) => [place(origin), because]))),
    section(
      'Assumed',
      assumed.map((text) => `  ${oneLine(text)}`),
    ),
    section('Not known, and marked with TODO in the plan', questions(unknown)),
    section(
      `What the plan says already${grave.length > FIRST ? ` (${FIRST} of ${grave.length})` : ''}`,
      told.map(
        ({ severity, code, message }) =>
          `  ${severity === 'error' ? colors.red(severity) : colors.yellow(severity)}[${code}]: ${oneLine(message)}`,
      ),
    ),
    file === undefined ? '' : `\nPut in what is not known, then run:\n  backupplan check ${printable(file)}\n`,
  ].join('');
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
