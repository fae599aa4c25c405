/** `backupplan check`: the findings of plans, for people and for programs. */

import { type Finding, type Severity, severities } from '../engine/checks/finding.ts';
import type { Command } from './command.ts';
import { examineAll } from './examine-all.ts';
import { fix } from './fix.ts';
import { type Io, UsageError } from './io.ts';
import type { Report } from './report/report.ts';
import { located, shownPath, sources } from './sources.ts';

/** Who asks for one format waits for no other's code. */
const formats = {
  pretty: async () => (await import('./report/pretty.ts')).prettyReport,
  json: async () => (await import('./report/json.ts')).jsonReport,
  sarif: async () => {
    const [{ sarifReport }, { ruleOf }] = await Promise.all([import('./report/sarif.ts'), import('./rule.ts')]);
    return (report: Report) => sarifReport(report, ruleOf);
  },
  github: async () => (await import('./report/github.ts')).githubReport,
  gitlab: async () => (await import('./report/gitlab.ts')).gitlabReport,
  junit: async () => (await import('./report/junit.ts')).junitReport,
  markdown: async () => (await import('./report/markdown.ts')).markdownReport,
} satisfies Readonly<Record<string, () => Promise<(report: Report, io: Io) => string>>>;

export const check: Command = {
  name: 'check',
  args: '[PATH…]',
  summary: 'Check plans: files, folders, or - for standard input.',
  options: {
    format: { type: 'string', value: Object.keys(formats).join('|'), default: 'pretty', doc: 'How findings are printed.' },
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
    // Standard input is read here, and cannot be read again by a thread.
    const examined = await examineAll(paths, read, args.includes('-') ? { ...io, thread: undefined } : io, day);
    for (const { findings: found, faults } of examined) {
      // A library is checked by itself and again in the plans that import it: the same finding is said once.
      for (const finding of found) findings.set(identity(finding), finding);
      // The rest of the answer stands, but not knowing everything is no clean result.
      for (const { part, error } of faults) {
        faulty = true;
        io.err(`backupplan: a fault of the program in ${part}: ${error}\n`);
      }
    }
    const level = options.text('fail-level') as Severity;
    const said = [...findings.values()];
    const fails = failing(said, level, maxWarnings);
    const report: Report = {
      plans: paths,
      findings: said,
      fixed: fixed && { findings: fixed.findings, files: fixed.files },
      read,
      complete: !faulty,
      shown: (file) => shownPath(file, io.cwd),
      located: located(io.cwd),
      fails,
    };
    const reportAs = await formats[options.text('format') as keyof typeof formats]();
    const text = reportAs(report, io);
    if (fixed !== undefined && args.includes('-')) {
      io.out(paths.map(read).join(''));
      io.err(text);
    } else io.out(text);
    if (fixed?.failed) return 2;
    return faulty ? 3 : said.some(fails) ? 1 : 0;
  },
};

function identity(finding: Finding): string {
  return JSON.stringify([finding.file, finding.range, finding.code, finding.message]);
}

/** Which findings make the exit code 1: those of the level or graver, and all warnings where there are more than may be. */
function failing(findings: readonly Finding[], level: Severity, maxWarnings = Number.POSITIVE_INFINITY): (finding: Finding) => boolean {
  const limit = severities.indexOf(level);
  const tooMany = findings.filter(({ severity }) => severity === 'warning').length > maxWarnings;
  return ({ severity }) => severities.indexOf(severity) <= limit || (tooMany && severity === 'warning');
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
