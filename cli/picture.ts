/** `backupplan picture`: one picture of a plan as SVG, or what it shows as a table. */
import path from 'node:path';
import type { Examination } from '../engine/examine.ts';
import { obstacles } from '../engine/generate/obstacles.ts';
import { pictureTable } from '../engine/generate/pictures/markdown.ts';
import { type PictureKind, pictureKinds } from '../engine/generate/pictures/picture.ts';
import { pictureOf, pictureSubjects } from '../engine/generate/pictures/pictures.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command, Options } from './command.ts';
import { type Io, UsageError } from './io.ts';
import { printable } from './report/printable.ts';
import { examineFile, shownPath, sources } from './sources.ts';

export const pictureCommand: Command = {
  name: 'picture',
  args: 'KIND [PATH]',
  summary: 'Draw a plan: matrix, timeline, points, recovery, copies or cost.',
  options: {
    scenario: { type: 'string', value: 'NAME', doc: 'The scenario, of recovery and copies.' },
    system: { type: 'string', value: 'NAME', doc: 'The system, of points and timeline.' },
    table: { type: 'boolean', doc: 'Print what the picture shows as a Markdown table.' },
    output: { type: 'string', short: 'o', value: 'FILE', doc: 'Write here instead of to standard output.' },
  },
  async run([word, ...args], options, io) {
    const kind = pictureKinds.find((candidate) => candidate === word);
    if (kind === undefined)
      throw new UsageError(`picture takes ${pictureKinds.join(', ')}${word === undefined ? '' : `; '${word}' is none of them`}`);
    const examination = onePlan(args, io);
    const { plan } = examination;
    const problems = obstacles(examination);
    if (problems.length > 0) {
      io.err(`${printable(shownPath(examination.project.root.path, io.cwd))} is not drawn until it can be read whole:\n`);
      for (const { code, message } of problems) io.err(`  ${code}: ${printable(message)}\n`);
      return 1;
    }
    const of = subject(kind, examination, options);
    const picture = pictureOf(examination, kind, of);
    if (picture === undefined) throw new UsageError(`there is nothing to draw: ${of ?? `'${printable(plan.title)}'`} has ${nothing[kind]}`);
    const text = options.flag('table') ? `${pictureTable(picture)}\n` : picture.draw('own');
    const file = options.text('output');
    if (file === undefined) io.out(text);
    else saveFile(path.resolve(io.cwd, file), text);
    return 0;
  },
};

const nothing: Readonly<Record<PictureKind, string>> = {
  matrix: 'no system and no scenario',
  timeline: 'no job',
  points: 'no restore points',
  recovery: 'nothing to recover',
  copies: 'no system and no storage',
  cost: 'no storage',
};

function onePlan(args: readonly string[], io: Io): Examination {
  const { paths, read } = sources(args, io);
  const plans = paths.map((file) => examineFile(file, read, io)).filter(({ plan }) => !plan.library);
  const [only] = plans;
  if (only === undefined) throw new UsageError('there is no plan to draw: a file without a `plan` block is a library');
  if (plans.length === 1) return only;
  const files = plans.map(({ project }) => shownPath(project.root.path, io.cwd));
  throw new UsageError(`a picture is of one plan; ${files.join(' and ')} were found: say which`);
}

/** The scenario or system that the picture is of: the one that was named, or the only one that there is. */
function subject(kind: PictureKind, { plan }: Examination, options: Options): string | undefined {
  const { of, needed } = pictureSubjects[kind];
  for (const other of ['scenario', 'system'] as const) {
    if (options.text(other) !== undefined && of !== other)
      throw new UsageError(`the picture ${kind} is of no ${other}: leave --${other} out`);
  }
  if (of === undefined) return undefined;
  const there = of === 'scenario' ? plan.scenarios : plan.systems;
  const names = there.map(({ name }) => name);
  const given = options.text(of);
  if (given !== undefined && !names.includes(given))
    throw new UsageError(`there is no ${of} '${given}'; there are ${names.join(', ') || 'none'}`);
  if (given === undefined && needed && names.length !== 1)
    throw new UsageError(`the picture ${kind} is of one ${of}: say --${of} ${names.join(`, --${of} `) || 'NAME'}`);
  return given ?? (needed ? names[0] : undefined);
}
