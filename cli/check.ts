/** `backupplan check`: the findings of plans, for people and for programs. */

import type { Finding, Severity } from '../engine/checks/finding.ts';
import type { Command } from './command.ts';
import { fix } from './fix.ts';
import { type ExitCode, UsageError } from './io.ts';
import { jsonReport } from './report/json.ts';
import { prettyReport } from './report/pretty.ts';
import type { Report } from './report/report.ts';
import { examineFile, shownPath, sources } from './sources.ts';

const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export const check: Command = {
  name: 'check',
  args: '[PATH…]',
  summary: 'Check plans: files, folders, or - for standard input.',
  options: {
    format: { type: 'string', value: 'pretty|json', default: 'pretty', doc: 'How findings are printed.' },
    'fail-level': {
      type: 'string',
      value: 'error|warning|info|hint',
      default: 'error',
      doc: 'The mildest finding that makes the exit code 1.',
    },
    fix: {
      type: 'boolean',
      doc: 'First mend what is safe to mend, in the files; - mends standard input to standard output, and the findings go to standard error.',
    },
    date: { type: 'string', value: 'YYYY-MM-DD', doc: 'The day that acceptances are held against. Default: today.' },
    'max-warnings': { type: 'string', value: 'N', doc: 'More warnings than this make the exit code 1.' },
  },
  async run(args, options, io) {
    const maxWarnings = wholeNumber(options.text('max-warnings'));
    const day = date(options.text('date')) ?? io.today();
    const named = sources(args, io);
    const { paths } = named;
    const fixed = options.flag('fix') ? fix(args, named, io, day) : undefined;
    const read = fixed?.read ?? named.read;
    const findings = new Map<string, Finding>();
    let faulty = false;
    for (const path of paths) {
      // A library is checked by itself and again in the plans that import it: the same finding is said once.
      const { findings: found, faults } = examineFile(path, read, io, day);
      for (const finding of found) findings.set(identity(finding), finding);
      // The rest of the answer stands, but not knowing everything is no clean result.
      for (const { part, error } of faults) {
        faulty = true;
        io.err(
          `backupplan: a fault of the program in ${part}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        );
      }
    }
    const report: Report = {
      plans: paths.length,
      findings: [...findings.values()],
      fixed: fixed && { findings: fixed.findings, files: fixed.files },
      read,
      shown: (file) => shownPath(file, io.cwd),
    };
    const text = options.text('format') === 'json' ? jsonReport(report) : prettyReport(report, io.color);
    if (fixed !== undefined && args.includes('-')) {
      io.out(paths.map(read).join(''));
      io.err(text);
    } else io.out(text);
    if (fixed?.failed) return 2;
    return faulty ? 3 : exitCode(report.findings, options.text('fail-level') as Severity, maxWarnings);
  },
};

function identity(finding: Finding): string {
  return JSON.stringify([finding.file, finding.range, finding.code, finding.message]);
}

function exitCode(findings: readonly Finding[], level: Severity, maxWarnings: number | undefined): ExitCode {
  const limit = severities.indexOf(level);
  if (findings.some((finding) => severities.indexOf(finding.severity) <= limit)) return 1;
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  return maxWarnings !== undefined && warnings > maxWarnings ? 1 : 0;
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--max-warnings takes a whole number; '${text}' is none`);
  return Number(text);
}

function date(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (!isDate) throw new UsageError(`--date takes a day, for example 2027-06-30; '${text}' is none`);
  return text;
}
