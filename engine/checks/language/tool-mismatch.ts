import { type Statement, value } from '../../../grammar/tree.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { BackupBlock, Job, JobWord, System } from '../../plan/model.ts';
import type { Check } from '../check.ts';
import type { Finding, Fix } from '../finding.ts';
import { finding } from '../report.ts';
import { listed } from '../words.ts';

const id = { code: 'tool-mismatch', severity: 'error' } as const;

export const toolMismatch: Check = {
  ...id,
  group: 'language',
  summary: 'A tool that cannot do what the job asks of it.',
  *run({ plan, catalogue }) {
    // A policy's job is one place for all systems that take it.
    const said = new Set<string>();
    for (const system of plan.systems) {
      for (const each of system.blocks.flatMap((block) => mismatches(system, block, catalogue))) {
        const key = JSON.stringify([each.file, each.range, each.message]);
        if (said.has(key)) continue;
        said.add(key);
        yield each;
      }
    }
  },
};

function mismatches(system: System, block: BackupBlock, catalogue: Catalogue): Finding[] {
  const kind = catalogue.systems[system.kind];
  if (kind === undefined) return [];
  // Snapshots are the storage's work, and a managed job is somebody else's.
  const jobs = block.jobs.filter((job) => job.managedBy === undefined && job.word !== 'snapshot');
  if (kind.redeployed) {
    return jobs.map((job) =>
      mismatch(job, `\`${system.name}\` is of kind ${kind.name}: it is redeployed, not restored, so there is nothing to back up.`, system),
    );
  }
  const unable = jobs.filter((job) => !isUnknown(job, catalogue) && !canDo(toolOf(job), job.word, system.kind, catalogue));
  const baseless = block.jobs.some((job) => job.word === 'log' && job.managedBy === undefined && !unable.includes(job))
    ? jobs.filter((job) => job.word !== 'log' && !unable.includes(job) && isNoLogBase(toolOf(job), catalogue))
    : [];
  const log = block.jobs.find((job) => job.word === 'log');
  return [
    ...unable.map((job) => {
      const tools = toolsFor([job.word], system.kind, catalogue);
      const tool = toolOf(job);
      const fact =
        tool === undefined
          ? `No tool makes \`${job.word}\` backups of ${system.kind}`
          : `\`${tool}\` makes no \`${job.word}\` backups of ${system.kind}`;
      const use =
        tools.length > 0
          ? `; use ${quoted(tools)}.`
          : tool === undefined
            ? '; if somebody else runs the job, say `managed by "…"`.'
            : ', and no other tool can; if somebody else runs the job, say `managed by "…"`.';
      return mismatch(job, fact + use, system, tools);
    }),
    ...baseless.map((job) => {
      const tools = toolsFor([job.word, 'log'], system.kind, catalogue).filter((name) => catalogue.tools[name]?.logBase === true);
      const related = log === undefined ? [] : [{ place: log.place, message: 'The log that needs a base.' }];
      const use = tools.length > 0 ? `use ${quoted(tools)}.` : 'leave the log out.';
      return { ...mismatch(job, `\`${toolOf(job)}\` cannot be the base of a log; ${use}`, system, tools), related };
    }),
  ];
}

function mismatch(job: Job, message: string, system: System, tools: readonly string[] = []): Finding {
  const using = usingOf(job.statement);
  const range = using?.range ?? job.statement.keyword.range;
  return finding(id, { file: job.place.file, range }, message, { about: system.name, fixes: tools.map((tool) => fix(job, tool)) });
}

function fix(job: Job, tool: string): Fix {
  const using = usingOf(job.statement);
  const { file } = job.place;
  const end = job.statement.range.end;
  return using === undefined
    ? { title: `Use \`${tool}\``, edits: [{ file, range: { start: end, end }, text: ` using ${tool}` }], safe: false }
    : { title: `Use \`${tool}\` instead of \`${using.text}\``, edits: [{ file, range: using.range, text: tool }], safe: false };
}

function usingOf(statement: Statement) {
  return value(statement, 'using', 'word');
}

/** The tool that the job names, else the one that it was given. */
function toolOf(job: Job): string | undefined {
  return usingOf(job.statement)?.text ?? job.tool?.value;
}

/** `unknown-word` speaks of a tool that is not in the catalogue. */
function isUnknown(job: Job, catalogue: Catalogue): boolean {
  const using = usingOf(job.statement);
  return using !== undefined && catalogue.tools[using.text] === undefined;
}

function canDo(tool: string | undefined, word: JobWord, kind: string, catalogue: Catalogue): boolean {
  return tool !== undefined && catalogue.tools[tool]?.jobs[kind]?.includes(word) === true;
}

function isNoLogBase(tool: string | undefined, catalogue: Catalogue): boolean {
  return tool !== undefined && catalogue.tools[tool]?.logBase === false;
}

/** The tools that can do all these jobs of a kind of system, in the kind's order. */
function toolsFor(words: readonly JobWord[], kind: string, catalogue: Catalogue): readonly string[] {
  return (catalogue.systems[kind]?.tools ?? []).filter((tool) => words.every((word) => canDo(tool, word, kind, catalogue)));
}

function quoted(tools: readonly string[]): string {
  return listed(
    tools.map((tool) => `\`${tool}\``),
    'or',
  );
}
