import type { Catalogue, Tool } from '../../catalogue/catalogue.ts';
import type { JobWord, Sourced } from '../model.ts';
import { byDefault } from './written.ts';

/** A job as far as its tool matters. `using` is what the plan says. */
export interface ToolUse {
  readonly id: string;
  readonly word: JobWord;
  readonly using?: Sourced<string>;
  readonly managed: boolean;
}

/**
 * The tool of each job of a block. What the plan says holds, if the catalogue has it. A job without `using` takes a tool that its block
 * names, if that can do the job; else the first of its kind's that can do all such jobs of the block; else the first that can do this
 * one. Snapshots are made by what they lie on and managed jobs by somebody else: they have no tool.
 */
export function chooseTools(jobs: readonly ToolUse[], kind: string, catalogue: Catalogue): ReadonlyMap<ToolUse, Sourced<string>> {
  const chosen = new Map<ToolUse, Sourced<string>>();
  const tooled = jobs.filter((job) => !job.managed);
  const named: Tool[] = [];
  for (const job of tooled) {
    const tool = job.using === undefined ? undefined : catalogue.tools[job.using.value];
    if (job.using === undefined || tool === undefined) continue;
    chosen.set(job, job.using);
    if (!named.includes(tool)) named.push(tool);
  }

  const open: ToolUse[] = [];
  for (const job of tooled.filter(({ using, word }) => using === undefined && word !== 'snapshot')) {
    const fit = named.find((tool) => can(tool, kind, job.word));
    if (fit === undefined) open.push(job);
    else chosen.set(job, byDefault(fit.name, `${job.id}.using`, 'the tool that its block names'));
  }

  const candidates = (catalogue.systems[kind]?.tools ?? []).flatMap((name) => catalogue.tools[name] ?? []);
  const all = candidates.find((tool) => open.every((job) => can(tool, kind, job.word)));
  for (const job of open) {
    const tool = all ?? candidates.find((candidate) => can(candidate, kind, job.word));
    if (tool === undefined) continue;
    const words = [...new Set(all === undefined ? [job.word] : open.map(({ word }) => word))];
    chosen.set(job, byDefault(tool.name, `${job.id}.using`, `the first tool for ${kind} in the catalogue that can do ${listed(words)}`));
  }
  return chosen;
}

function can(tool: Tool, kind: string, word: JobWord): boolean {
  return tool.jobs[kind]?.includes(word) === true;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
