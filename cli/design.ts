/** `backupplan design`: the cheapest backups that are just what systems ask, and beside them those that give more. */
import path from 'node:path';
import { needsBackup } from '../engine/checks/backups.ts';
import { listed } from '../engine/checks/words.ts';
import { lackingBackup } from '../engine/design/design.ts';
import { type Objective, objectives } from '../engine/design/objectives.ts';
import { designPlan } from '../engine/design/plan.ts';
import type { PlanDesign } from '../engine/design/sequence.ts';
import type { Examination } from '../engine/examine.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import type { ReadText } from '../engine/plan/project.ts';
import { inside, realPath } from '../workspace/inside.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command } from './command.ts';
import { type Io, UsageError } from './io.ts';
import { designJson } from './report/design-json.ts';
import { designMarkdown } from './report/design-markdown.ts';
import { designPretty } from './report/design-pretty.ts';
import type { DesignReport } from './report/design-report.ts';
import { printable } from './report/printable.ts';
import { examineFile, shownPath, sources } from './sources.ts';

export const design: Command = {
  name: 'design',
  args: '[SYSTEM…] [PATH]',
  summary: 'Find the cheapest backups that provably meet the targets of a plan.',
  options: {
    write: { type: 'boolean', doc: 'Put the best backup of each system into the plan; - writes standard input to standard output.' },
    objective: {
      type: 'string',
      value: objectives.join('|'),
      default: 'cost',
      doc: 'What is best: what --write takes, and the next system builds on.',
    },
    format: { type: 'string', value: 'pretty|json|markdown', default: 'pretty', doc: 'How the backups are printed.' },
  },
  async run(args, options, io) {
    const named = args.filter((arg) => !isPath(arg));
    const { paths, read } = sources(args.filter(isPath), io);
    const plans = paths.map((file) => examineFile(file, read, io, io.today())).filter(({ plan }) => !plan.library);
    const [examination, ...others] = plans;
    if (examination === undefined) throw new UsageError('there is no plan to design for: a file without a `plan` block is a library');
    if (others.length > 0) throw new UsageError(`design takes one plan; ${plans.length} were found. Name the file.`);
    if (refuse(examination, io)) return 1;
    const objective = options.text('objective') as Objective;
    const write = options.flag('write');
    const wanted: [Objective, ...Objective[]] = write ? [objective] : [objective, ...objectives.filter((each) => each !== objective)];
    const found = designPlan(examination, systemsOf(examination, named), read, wanted);
    const input = args.includes('-') && write;
    const kept = named.length > 0 ? [] : keptOf(examination);
    tell({ plan: examination.plan.title, designs: found.designs, kept }, options.text('format'), io, input);
    if (input) io.out(found.read(examination.project.root.path) ?? '');
    else if (write) save(examination, found, read, io);
    if (write) tellWritten(found, io);
    return found.designs.every(({ status }) => status === 'designed') ? 0 : 1;
  },
};

/** A name has neither dots nor slashes. */
function isPath(arg: string): boolean {
  return arg === '-' || /[./\\]/.test(arg);
}

/** The systems that are named, else all whose backup is missing or fails. */
function systemsOf(examination: Examination, named: readonly string[]): readonly string[] {
  const { systems } = examination.plan;
  for (const name of named) {
    if (systems.some((each) => each.name === name)) continue;
    throw new UsageError(`the plan has no system '${name}'; it has ${systems.map((each) => each.name).join(', ')}`);
  }
  return named.length > 0 ? named : lackingBackup(examination).map(({ name }) => name);
}

/** The systems that are left alone where none is named. */
function keptOf(examination: Examination): readonly string[] {
  const lacking = new Set(lackingBackup(examination));
  const { plan, catalogue } = examination;
  return plan.systems.filter((each) => needsBackup(each, catalogue) && !lacking.has(each)).map(({ name }) => name);
}

function refuse(examination: Examination, io: Io): boolean {
  const problems = obstacles(examination);
  if (problems.length === 0) return false;
  io.err(`${printable(shownPath(examination.project.root.path, io.cwd))} is not designed for until it can be read whole:\n`);
  for (const { code, message } of problems) io.err(`  ${code}: ${printable(message)}\n`);
  return true;
}

function tell(report: DesignReport, format: string | undefined, io: Io, aside: boolean): void {
  const say = (text: string): void => (aside ? io.err(text) : io.out(text));
  if (report.designs.length === 0 && format === 'pretty') {
    say('Every system that needs a backup has one that holds. Name a system to see what else would.\n');
    return;
  }
  if (format === 'json') say(`${JSON.stringify(designJson(report), null, 2)}\n`);
  else say(format === 'markdown' ? designMarkdown(report) : designPretty(report, io.color && !aside));
}

/** The plan itself, and what it imports from the working folder or from its own. */
function save(examination: Examination, found: PlanDesign, read: ReadText, io: Io): void {
  const root = examination.project.root.path;
  const folders = [io.cwd, path.dirname(root)].map(realPath);
  for (const { path: file } of examination.project.files) {
    const [was, text] = [read(file), found.read(file)];
    if (was === undefined || text === undefined || text === was) continue;
    if (file !== root && !folders.some((folder) => inside(folder, realPath(file))))
      throw new UsageError(`'${shownPath(file, io.cwd)}' lies outside of the working folder and is not written`);
    saveFile(file, text, was);
    io.err(`${printable(shownPath(file, io.cwd))} written.\n`);
  }
}

/** Where some have a backup now and others have none. */
function tellWritten({ designs }: PlanDesign, io: Io): void {
  const names = (is: boolean): string => listed(designs.flatMap((each) => ((each.status === 'designed') === is ? [each.system] : [])));
  if (names(false) === '') return;
  io.err(printable(`Backups written: ${names(true) || 'none'}. Not written, for the reasons above: ${names(false)}.\n`));
}
