/** `backupplan status`: whether the backups of plans run, by what their journals say. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Examination } from '../engine/examine.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import { chains } from '../engine/generate/scripts/coverage.ts';
import { stateFolder } from '../engine/generate/scripts/environment.ts';
import type { Plan } from '../engine/plan/model.ts';
import type { JournalLine } from '../engine/status/journal-line.ts';
import type { Probe } from '../engine/status/probe.ts';
import { problemsOf } from '../engine/status/problems.ts';
import { statusOf } from '../engine/status/status.ts';
import { Journal, journalBeside } from '../workspace/journal.ts';
import { systemCode } from '../workspace/problem.ts';
import { runProbe } from '../workspace/run-probe.ts';
import type { Command } from './command.ts';
import { type Io, UsageError } from './io.ts';
import { printable } from './report/printable.ts';
import { type StatusReport, statusJson } from './report/status.ts';
import { statusPretty } from './report/status-pretty.ts';
import { statusPrometheus } from './report/status-prometheus.ts';
import { examineFile, shownPath, sources } from './sources.ts';

export const status: Command = {
  name: 'status',
  args: '[PATH…]',
  summary: 'See whether the backups run: late and failing jobs, the age of the newest points, the last restore tests.',
  options: {
    journal: {
      type: 'string',
      value: 'FILE',
      many: true,
      doc: 'A journal to read; say it again for each host (default: NAME.journal.jsonl beside the plan, and those of this host).',
    },
    probe: {
      type: 'boolean',
      doc: 'Run the commands after `points with` in the plan, which list what others back up. Only for plans that you trust.',
    },
    format: { type: 'string', value: 'pretty|json|prometheus', default: 'pretty', doc: 'How the status is printed.' },
  },
  async run(args, options, io) {
    const { paths, read } = sources(args, io);
    const plans = paths.map((file) => examineFile(file, read, io)).filter(({ plan }) => !plan.library);
    if (plans.length === 0) throw new UsageError('there is no plan to look after: a file without a `plan` block is a library');
    const reports: StatusReport[] = [];
    for (const examination of plans) {
      const problems = obstacles(examination);
      if (problems.length > 0) {
        io.err(`${printable(shownPath(examination.project.root.path, io.cwd))} has no status until it can be read whole:\n`);
        for (const { code, message } of problems) io.err(`  ${code}: ${printable(message)}\n`);
      } else reports.push(await reportOf(examination, options.texts('journal'), options.flag('probe'), io));
    }
    // What is wrong is read first.
    reports.sort((one, other) => Number(one.problems.length === 0) - Number(other.problems.length === 0));
    switch (options.text('format')) {
      case 'json':
        io.out(`${JSON.stringify(statusJson(reports), null, 2)}\n`);
        break;
      case 'prometheus':
        io.out(statusPrometheus(reports));
        break;
      default:
        io.out(reports.map((report) => statusPretty(report, io.color)).join('\n'));
    }
    return reports.length === plans.length && reports.every(({ problems }) => problems.length === 0) ? 0 : 1;
  },
};

async function reportOf(examination: Examination, given: readonly string[], probing: boolean, io: Io): Promise<StatusReport> {
  const { plan, project } = examination;
  const own = [journalBeside(project.root.path), ...chains(plan).map((chain) => path.join(stateFolder(plan, chain), 'journal.jsonl'))];
  const files = [...new Set(given.length === 0 ? own : given.map((file) => path.resolve(io.cwd, file)))];
  const journals: Journal[] = [];
  const probes = probing ? await probesOf(plan, io) : new Map<string, Probe>();
  const status = statusOf(examination, linesOf(files, given.length > 0, journals), io.now(), probes);
  if (journals.length === 0 && (status.jobs.length > 0 || probes.size === 0))
    throw new UsageError(
      `there is no journal in ${files.join(' or ')}: no script has run here yet, or it runs elsewhere; gather the lines of your hosts in the first, or say --journal FILE${plan.systems.some(({ pointsWith }) => pointsWith !== undefined) ? '; --probe asks for what others back up' : ''}`,
    );
  return { status, problems: problemsOf(status), journals, shown: (file) => shownPath(file, io.cwd) };
}

/** One after the other: they may all ask the same service. */
async function probesOf(plan: Plan, io: Io): Promise<ReadonlyMap<string, Probe>> {
  const probes = new Map<string, Probe>();
  for (const { name, pointsWith } of plan.systems) if (pointsWith !== undefined) probes.set(name, await runProbe(pointsWith, io.env));
  return probes;
}

/** All lines of the files; `found` gets the journals that are there. */
function* linesOf(files: readonly string[], needed: boolean, found: Journal[]): Generator<JournalLine> {
  for (const file of files) {
    // Beside a plan may lie whatever somebody has put there; a journal that a person names may be a pipe.
    if (!needed && existsSync(file) && !statSync(file).isFile()) continue;
    const journal = new Journal(file);
    try {
      yield* journal.lines();
      found.push(journal);
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT' && !needed) continue;
      if (code === undefined) throw error;
      throw new UsageError(`the journal ${file} cannot be read (${code})`);
    }
  }
}
