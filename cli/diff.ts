/** `backupplan diff`: what a change does to the promises of plans. */
import { diffPlan } from '../engine/diff/diff.ts';
import { type Filed, pairs } from '../engine/diff/pairs.ts';
import { weights } from '../engine/diff/remark.ts';
import type { Examination } from '../engine/examine.ts';
import { relativePath } from '../engine/generate/manifest.ts';
import { loadProject } from '../engine/plan/load.ts';
import { foundCatalogue } from '../workspace/catalogue.ts';
import { configurationFor } from '../workspace/configuration.ts';
import { RevisionError } from '../workspace/revision.ts';
import type { Command } from './command.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { diffJson } from './report/diff-json.ts';
import { diffMarkdown } from './report/diff-markdown.ts';
import { diffPretty } from './report/diff-pretty.ts';
import type { DiffReport } from './report/diff-report.ts';
import { linesOf } from './report/lines.ts';
import { type Side, type Sides, sidesOf } from './sides.ts';
import { examineFile, shownPath } from './sources.ts';

export const diff: Command = {
  name: 'diff',
  args: 'BASE [HEAD]',
  summary: 'See what a change does to the promises: between git revisions, folders or files; without HEAD the working tree.',
  options: {
    format: { type: 'string', value: 'pretty|markdown|json', default: 'pretty', doc: 'How the change is printed.' },
    'exit-code': { type: 'boolean', doc: 'Exit with 1 where a promise gets worse or an error has come.' },
  },
  async run(args, options, io) {
    const { report, faulty } = reportOf(args, io);
    switch (options.text('format')) {
      case 'json':
        io.out(`${JSON.stringify(diffJson(report), null, 2)}\n`);
        break;
      case 'markdown':
        io.out(diffMarkdown(report));
        break;
      default:
        io.out(diffPretty(report, io.color));
    }
    if (faulty) return 3;
    const code: ExitCode = report.diffs.some(({ worse }) => worse) ? 1 : 0;
    return options.flag('exit-code') ? code : 0;
  },
};

function reportOf(args: readonly string[], io: Io): { readonly report: DiffReport; readonly faulty: boolean } {
  try {
    const sides = sidesOf(args, io);
    const { before, after, only } = sides;
    const unchanged = new Set(before.files.filter((file) => isUnchanged(file, sides)));
    const [was, is] = [before, after].map((side) => plansOf(side, unchanged, io));
    const states = sides.twoFiles ? [{ before: was?.[0]?.examination, after: is?.[0]?.examination }] : pairs(was ?? [], is ?? []);
    const isWanted = (one: Examination | undefined): boolean =>
      one !== undefined && (only ?? one.project.root.path) === one.project.root.path;
    const wanted = states.filter((each) => isWanted(each.before) || isWanted(each.after));
    const same = [...unchanged].filter((file) => !isLibrary(file, before)).length;
    if (wanted.length === 0 && same === 0)
      throw new UsageError('there is no plan to compare on either side: a file without a `plan` block is a library');
    const faulty = [...(was ?? []), ...(is ?? [])].map(({ examination }) => tellFaults(examination.faults, io)).includes(true);
    const diffs = wanted.map(diffPlan);
    const weightOf = ({ remarks: [worst] }: (typeof diffs)[number]): number =>
      worst === undefined ? weights.length : weights.indexOf(worst.weight);
    return {
      report: {
        before,
        after,
        diffs: diffs.filter(({ remarks }) => remarks.length > 0).toSorted((one, other) => weightOf(one) - weightOf(other)),
        same: same + diffs.filter(({ remarks }) => remarks.length === 0).length,
        linesBefore: linesOf(before.texts.read),
        linesAfter: linesOf(after.texts.read),
        shown: (file) => shownPath(file, io.cwd),
      },
      faulty,
    };
  } catch (error) {
    if (error instanceof RevisionError) throw new UsageError(error.message);
    throw error;
  }
}

/** The same text with the same imports under the same terms cannot have changed, and is not assessed. */
function isUnchanged(file: string, { before, after, twoFiles }: Sides): boolean {
  if (twoFiles || before.texts === after.texts || !after.files.includes(file)) return false;
  if (before.texts.read(file) === undefined || before.texts.read(file) !== after.texts.read(file)) return false;
  const [was, is] = [before, after].map(({ texts }) => {
    const texts_ = loadProject(file, texts.read).files.map(({ path, text }) => [path, text]);
    return JSON.stringify([texts_, foundCatalogue(file, texts)?.file.text, configurationFor(file, texts).file?.text]);
  });
  return was === is;
}

function isLibrary(file: string, { texts }: Side): boolean {
  return !loadProject(file, texts.read).root.tree.statements.some(({ id }) => id === 'file.plan');
}

function plansOf(side: Side, unchanged: ReadonlySet<string>, io: Io): readonly Filed[] {
  const today = io.today();
  return side.files
    .filter((file) => !unchanged.has(file))
    .map((file) => {
      try {
        return { path: relativePath(`${side.folder}/x`, file), examination: examineFile(file, side.texts.read, io, today, side.texts) };
      } catch (error) {
        throw error instanceof UsageError ? new UsageError(`${side.name}: ${error.message}`) : error;
      }
    })
    .filter(({ examination }) => !examination.plan.library);
}

function tellFaults(faults: Filed['examination']['faults'], io: Io): boolean {
  for (const { part, error } of faults)
    io.err(`backupplan: a fault of the program in ${part}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return faults.length > 0;
}
