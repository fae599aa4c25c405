/** The commands, each loaded when it is asked for: `check` starts without what draws pictures or speaks to editors. */
import type { Command } from './command.ts';

/** In the order of help. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.ts')).check,
  assess: async () => (await import('./assess.ts')).assessCommand,
  design: async () => (await import('./design.ts')).design,
  generate: async () => (await import('./generate.ts')).generateCommand,
  picture: async () => (await import('./picture.ts')).pictureCommand,
  diff: async () => (await import('./diff.ts')).diff,
  drill: async () => (await import('./drill.ts')).drill,
  status: async () => (await import('./status.ts')).status,
  explain: async () => (await import('./explain.ts')).explain,
  fmt: async () => (await import('./fmt.ts')).fmt,
  init: async () => (await import('./init.ts')).init,
  import: async () => (await import('./import.ts')).importCommand,
  lsp: async () => (await import('./lsp.ts')).lsp,
  completion: async () => (await import('./completion.ts')).completion,
};

export const commandNames: readonly string[] = Object.keys(loaders);

export async function commandOf(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? await loaders[name]?.() : undefined;
}

export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(loaders).map((load) => load()));
}
