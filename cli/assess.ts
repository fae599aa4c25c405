/** `backupplan assess`: what plans are worth, in figures. */

import { costs } from '../engine/assess/cost/cost.ts';
import { reachOf } from '../engine/assess/retention/reach.ts';
import type { Examination } from '../engine/examine.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import type { Command } from './command.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { assessmentJson } from './report/assessment-json.ts';
import { assessmentMarkdown } from './report/assessment-markdown.ts';
import { assessmentPretty } from './report/assessment-pretty.ts';
import type { AssessmentReport } from './report/assessment-report.ts';
import { printable } from './report/printable.ts';
import { examineFile, shownPath, sources } from './sources.ts';

export const assessCommand: Command = {
  name: 'assess',
  args: '[PATH…]',
  summary: 'Work out loss, recovery, copies, bytes and cost of plans.',
  options: {
    format: { type: 'string', value: 'pretty|json|markdown', default: 'pretty', doc: 'How the figures are printed.' },
    explain: { type: 'boolean', doc: 'Print with each figure what it is made of (JSON always has it).' },
  },
  async run(args, options, io) {
    const { paths, read } = sources(args, io);
    const plans = paths.map((path) => examineFile(path, read, io, io.today())).filter(({ plan }) => !plan.library);
    if (plans.length === 0) throw new UsageError('there is no plan to assess: a file without a `plan` block is a library');
    const explain = options.flag('explain');
    const reports = plans.map((examination): AssessmentReport => {
      const { plan, catalogue } = examination;
      const reaches = new Map(plan.systems.map((system) => [system.name, reachOf(plan, system, catalogue)]));
      return { examination, costs: costs(plan, catalogue), reaches, explain, read, shown: (file) => shownPath(file, io.cwd) };
    });
    switch (options.text('format')) {
      case 'json': {
        const answers = reports.map(assessmentJson);
        io.out(`${JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2)}\n`);
        break;
      }
      case 'markdown':
        io.out(reports.map(assessmentMarkdown).join('\n'));
        break;
      default:
        io.out(reports.map((report) => assessmentPretty(report, io.color)).join('\n'));
    }
    return exitCode(plans, io);
  },
};

/** Unmet targets are for `check` to judge. What was left out of the figures must not go unnoticed. */
function exitCode(plans: readonly Examination[], io: Io): ExitCode {
  let code: ExitCode = 0;
  for (const examination of plans) {
    const file = printable(shownPath(examination.project.root.path, io.cwd));
    const problems = obstacles(examination);
    if (problems.length > 0) {
      if (code === 0) code = 1;
      io.err(`${file} cannot be read whole, so its figures leave something out:\n`);
      for (const { code, message } of problems) io.err(`  ${code}: ${printable(message)}\n`);
    }
    for (const { part, error } of examination.faults) {
      code = 3;
      io.err(`backupplan: a fault of the program in ${part}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
  }
  return code;
}
