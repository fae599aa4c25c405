/** Restoring by hand, tool by tool, where no script is generated. The commands are the tools' own, from their documentation. */
import type { System } from '../../../plan/model.ts';
import { databaseTools } from './manual-databases.ts';
import { fileTools } from './manual-files.ts';
import type { Origin } from './origin.ts';

export interface Manual {
  /** Shell: shows the points. */
  readonly list: string;
  /** What POINT is: a thing on the storage that is copied here first where the storage is elsewhere, or a name that the tool itself looks up. */
  readonly takes: 'file' | 'folder' | 'name';
  /** Markdown: what the variable POINT is to be. */
  readonly point: string;
  /** Variables beside POINT that a person sets. */
  readonly also?: readonly string[];
  /** Markdown: where it is run, where that is not the machine of the system. */
  readonly on?: string;
  /** Markdown: where it writes, and what becomes of what is there. */
  readonly onto: string;
  /** Shell. */
  readonly restore: string;
  /** Markdown. */
  readonly expect: string;
  /** Shell: shows that what was restored is whole. In the shell of `restore`, so POINT is set. */
  readonly check: string;
  /** Markdown: what the check must say. */
  readonly good: string;
  /** Where it was restored beside what is there: how it takes its place. */
  readonly take?: { readonly what: string; readonly run?: string };
}

/** How a tool restores. `beside`: the damaged system is still there and must stay as it is; else the machine is new and empty. */
export type Way = (system: System, origin: Origin, beside: boolean) => Manual;

const TOOLS: Readonly<Record<string, Way>> = { ...databaseTools, ...fileTools };

/** Undefined for a tool that is not known here. */
export function manualOf(tool: string, system: System, origin: Origin, beside: boolean): Manual | undefined {
  return Object.hasOwn(TOOLS, tool) ? TOOLS[tool]?.(system, origin, beside) : undefined;
}
