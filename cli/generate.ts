/** `backupplan generate`: writes a plan's scripts, schedules and documents into the folder next to it. */
import path from 'node:path';
import type { Examination } from '../engine/examine.ts';
import { generate, type Part, parts } from '../engine/generate/generate.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import { notGenerated } from '../engine/generate/scripts/coverage.ts';
import type { Plan } from '../engine/plan/model.ts';
import { differences } from '../workspace/compare.ts';
import { restoreTestsOf } from '../workspace/journal.ts';
import { outputFolder } from '../workspace/output.ts';
import { type WriteReport, writeArtifacts } from '../workspace/write.ts';
import type { Command } from './command.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { printable } from './report/printable.ts';
import { stalePretty } from './report/stale.ts';
import { examineFile, shownPath, sources } from './sources.ts';
import { version } from './version.ts';

export const generateCommand: Command = {
  name: 'generate',
  args: '[PATH…]',
  summary: 'Write scripts, schedules, runbooks and the other documents of a plan.',
  options: {
    only: { type: 'string', value: 'PART,…', doc: `Write these parts alone: ${parts.join(', ')}.` },
    scenario: { type: 'string', value: 'NAME', doc: 'Write the runbook of this scenario alone.' },
    html: { type: 'boolean', doc: 'Write each document also as one HTML file, to read offline and to print.' },
    out: { type: 'string', value: 'FOLDER', doc: 'Write here instead of the folder next to the plan (one plan only).' },
    force: { type: 'boolean', doc: 'Overwrite files that were edited since they were generated.' },
    check: { type: 'boolean', doc: 'Write nothing; print what differs from what the plan gives, and exit with 1 if anything does.' },
    'dry-run': { type: 'boolean', doc: 'Write nothing; show what would be written.' },
  },
  async run(args, options, io) {
    const { paths, read } = sources(args, io);
    const only = readParts(options.text('only'));
    const scenario = options.text('scenario');
    const html = options.flag('html');
    const out = options.text('out');
    const plans = paths.map((path) => examineFile(path, read, io)).filter((examination) => !examination.plan.library);
    if (plans.length === 0) throw new UsageError('there is no plan to generate from: a file without a `plan` block is a library');
    if (out !== undefined && plans.length > 1) throw new UsageError(`--out takes one plan; ${plans.length} were found`);
    let code: ExitCode = 0;
    for (const examination of plans) {
      const file = examination.project.root.path;
      refuseUnknownScenario(examination, scenario, shownPath(file, io.cwd));
      const problems = obstacles(examination);
      if (problems.length > 0) {
        io.err(`${shownPath(file, io.cwd)} is not generated from until it can be read whole:\n`);
        for (const { code, message } of problems) io.err(`  ${code}: ${printable(message)}\n`);
        code = 1;
        continue;
      }
      const folder = out === undefined ? outputFolder(file, examination.plan.output) : path.resolve(io.cwd, out);
      const artifacts = generate(examination, { only, scenario, html, tests: restoreTestsOf(file), version });
      if (options.flag('check')) {
        const found = differences(folder, artifacts);
        io.out(stalePretty(shownPath(folder, io.cwd), found));
        if (found.length > 0) code = 1;
        continue;
      }
      const dryRun = options.flag('dry-run');
      tell(writeArtifacts(folder, artifacts, { force: options.flag('force'), dryRun }), dryRun, io);
      if (only === undefined || only.includes('scripts')) tellByHand(examination.plan, io);
    }
    return code;
  },
};

function refuseUnknownScenario({ plan }: Examination, scenario: string | undefined, shown: string): void {
  if (scenario === undefined || plan.scenarios.some(({ name }) => name === scenario)) return;
  throw new UsageError(`${shown} has no scenario '${scenario}'; it has ${plan.scenarios.map(({ name }) => name).join(', ')}`);
}

function readParts(text: string | undefined): readonly Part[] | undefined {
  return text?.split(',').map((word) => {
    const part = parts.find((candidate) => candidate === word.trim());
    if (part === undefined) throw new UsageError(`--only takes ${parts.join(', ')}; '${word}' is none of them`);
    return part;
  });
}

/** One line for the folder, and one for each file that a person has to look at. With `dryRun` every file is named. */
function tell(report: WriteReport, dryRun: boolean, io: Io): void {
  const folder = shownPath(report.folder, io.cwd);
  const shown = (file: string) => printable(`${folder}/${file}`);
  if (dryRun) for (const file of report.written) io.out(`would write ${shown(file)}\n`);
  for (const { path: file, beside } of report.kept) {
    io.out(`kept ${shown(file)}: it was edited${beside === undefined ? '' : `; the new text is in ${shown(beside)}`}\n`);
  }
  for (const file of report.removed) io.out(`${dryRun ? 'would remove' : 'removed'} ${shown(file)}: no longer generated\n`);
  for (const file of report.left) io.out(`left ${shown(file)}: no longer generated, but edited\n`);
  io.out(`${printable(folder)}: ${report.written.length} ${dryRun ? 'to write' : 'written'}, ${report.unchanged.length} unchanged\n`);
}

/** What of the plan no script does, and why. */
function tellByHand(plan: Plan, io: Io): void {
  for (const { about, because } of notGenerated(plan)) io.out(`by hand: ${printable(`${about}: ${because}`)}\n`);
}
