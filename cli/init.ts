/** `backupplan init`: a first plan, with targets that follow from what an outage costs and what can be typed in again. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '../engine/catalogue/catalogue.ts';
import { type Design, designSystem } from '../engine/design/design.ts';
import { formattedAfter, placement } from '../engine/design/placed.ts';
import type { Examination } from '../engine/examine.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { AnswerError, readAnswers, type Said } from '../engine/propose/answers.ts';
import { proposedPlan } from '../engine/propose/plan.ts';
import { asked, questions } from '../engine/propose/questions.ts';
import { starterPlan } from '../engine/propose/starter.ts';
import { type Proposal, proposeTargets } from '../engine/propose/targets.ts';
import { readText } from '../workspace/read.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command, Options } from './command.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import type { Prompt } from './prompt.ts';
import { reasons } from './report/design-report.ts';
import { printable } from './report/printable.ts';
import { catalogueOf, examineFile, shownPath } from './sources.ts';

export const init: Command = {
  name: 'init',
  args: '[FILE]',
  summary: 'Write a first plan: asks what an outage costs, and proposes targets and a backup that keeps them.',
  options: Object.fromEntries(asked.map((name) => [name, { type: 'string', value: questions[name].value, doc: questions[name].text }])),
  async run(args, options, io) {
    if (args.length > 1) throw new UsageError('init writes one file');
    const file = path.resolve(io.cwd, args[0] ?? 'backup.backupplan');
    if (!file.endsWith('.backupplan')) throw new UsageError(`a plan's name ends in .backupplan; '${args[0]}' does not`);
    if (existsSync(file))
      throw new UsageError(
        `'${shownPath(file, io.cwd)}' is there already; nothing was written. Name another: backupplan init NAME.backupplan`,
      );
    const catalogue = catalogueOf(file);
    const said = await answers(options, io, catalogue);
    if (Object.keys(said).length > 0) return propose(file, said, catalogue, io);
    saveFile(file, starterPlan);
    io.out(`${shownPath(file, io.cwd)} written. Put in your own systems and numbers, then run:\n${next(file, io)}`);
    return 0;
  },
};

function next(file: string, io: Io): string {
  return `  backupplan check ${shownPath(file, io.cwd)}\n`;
}

/** Those of the options; without any, a person at a terminal is asked. */
async function answers(options: Options, io: Io, catalogue: Catalogue): Promise<Said> {
  const given: Said = Object.fromEntries(
    asked.flatMap((name) =>
      options
        .texts(name)
        .slice(-1)
        .map((text) => [name, text]),
    ),
  );
  if (Object.keys(given).length > 0 || io.prompt === undefined) return given;
  const prompt = await io.prompt();
  try {
    return await interview(prompt, io, catalogue);
  } finally {
    prompt.close();
  }
}

async function interview(prompt: Prompt, io: Io, catalogue: Catalogue): Promise<Said> {
  io.out('Enter alone goes on. Without any answer a plan to fill in is written.\n');
  let said: Said = {};
  for (const name of asked) {
    const { text, usual, after } = questions[name];
    if (after !== undefined && said[after] === undefined) continue;
    for (;;) {
      const line = await prompt.ask(`${text}${usual === undefined ? '' : ` [${usual}]`} `);
      if (line === undefined) return said;
      if (line.trim() === '') break;
      const more = { ...said, [name]: line };
      const problem = problemWith(more, catalogue);
      if (problem === undefined) {
        said = more;
        break;
      }
      io.err(`${printable(problem.message)}\n`);
    }
  }
  return said;
}

function problemWith(said: Said, catalogue: Catalogue): AnswerError | undefined {
  try {
    readAnswers(said, catalogue);
    return undefined;
  } catch (error) {
    if (error instanceof AnswerError) return error;
    throw error;
  }
}

/** Writes the plan with targets and the backup that keeps them, or the one that comes nearest, and says why. */
function propose(file: string, said: Said, catalogue: Catalogue, io: Io): ExitCode {
  const problem = problemWith(said, catalogue);
  if (problem !== undefined) throw new UsageError(`--${problem.about}: ${problem.message}`);
  const given = readAnswers(said, catalogue);
  const proposals = proposeTargets(given, catalogue);
  const text = proposedPlan(given, proposals);
  const read: ReadText = (at) => (at === file ? text : readText(at));
  const examination = examineFile(file, read, io, io.today());
  const design = designSystem(examination, given.system, read, ['scripts']);
  saveFile(file, withBackup(examination, design, given.system, read)(file) ?? text);
  io.out(`${shownPath(file, io.cwd)} written. What ${given.system} is asked to keep, and why:\n\n${told(proposals)}\n`);
  if (design === undefined || design.status === 'designed') {
    io.out(`Its backup keeps that. Put in your own sites, storages and hosts, then run:\n${next(file, io)}`);
    return 0;
  }
  io.out(
    `No backup on the storages of this plan keeps that:\n\n${reasons(design)
      .map((line) => `  ${line}\n`)
      .join('')}\n`,
  );
  io.out(`What stands in the plan comes nearest. Ask for less, or have more (a storage, a link, a standby), then run:\n${next(file, io)}`);
  return 1;
}

function withBackup(examination: Examination, design: Design | undefined, name: string, read: ReadText): ReadText {
  const system = examination.plan.systems.find((each) => each.name === name);
  if (design?.status === 'designed') return formattedAfter(design.answers[0]?.edits ?? [], read);
  if (design?.status !== 'infeasible' || design.nearest === undefined || system === undefined) return read;
  return formattedAfter(placement(examination, system, design.nearest.block, []) ?? [], read);
}

function told(proposals: readonly Proposal[]): string {
  const width = Math.max(...proposals.map(({ statement }) => statement.length));
  return proposals.map(({ statement, because }) => `  ${statement.padEnd(width)}  ${because}\n`).join('');
}
