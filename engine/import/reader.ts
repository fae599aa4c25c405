/** What readers of commands that back up files share. */
import type { Command, Pipeline, Word } from './shell.ts';
import type { Check, Copy, Keep, Save, Source, Target } from './step.ts';
import { tidy } from './target.ts';
import { UNKNOWN } from './unknown.ts';

type Bare<T> = T extends unknown ? Omit<T, 'origin' | 'when'> : never;
/** A step without where it was read and when it runs. */
export type BareStep = Bare<Save | Copy | Keep | Check>;

/** Why a command that backs up files is not understood. */
export interface NotUnderstood {
  readonly because: string;
}

/** Makes a path absolute. */
export type Resolve = (word: Word) => Word;

/** Reads one command of a pipeline; `words` begin behind its name. */
export type Reader = (
  words: readonly Word[],
  command: Command,
  pipeline: Pipeline,
  resolve: Resolve,
) => readonly BareStep[] | NotUnderstood;

export const WHERE: NotUnderstood = { because: 'where it writes to is only known when it runs' };
export const WHAT: NotUnderstood = { because: 'what it backs up is only known when it runs' };

/** What a command backs up, where it names folders. */
export function files(words: readonly Word[], excludes: readonly Word[], host?: string): Source {
  return { kind: 'files', host, databases: [], paths: certain(words), excludes: certain(excludes) };
}

/** The paths of which at least the folder is known. */
export function certain(words: readonly Word[]): string[] {
  return words.flatMap(({ text }) =>
    text === '' || text.slice(0, text.lastIndexOf('/') + 1).includes(UNKNOWN) || text.startsWith(UNKNOWN) ? [] : [tidy(text)],
  );
}

/** A copy of what was backed up here before, or a backup of files: what it is, the whole of what was read says. */
export function toElsewhere(
  sources: readonly Word[],
  to: Target,
  mirror: boolean,
  how: { readonly tool?: string; readonly managedBy?: string; readonly excludes?: readonly Word[]; readonly rotates?: number },
): readonly BareStep[] | NotUnderstood {
  const { excludes = [], ...rest } = how;
  const source = files(sources, excludes);
  if (source.paths.length === 0) return WHAT;
  return [{ does: 'save', source, word: 'full', to, mirror, ...rest }];
}
