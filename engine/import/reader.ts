/** What readers of commands that back up files share. */
import type { Arguments } from './arguments.ts';
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

/** What a command backs up, where it names folders; `unknown` are questions about it. */
export function files(words: readonly Word[], excludes: readonly Word[], unknown: readonly string[] = []): Source {
  const here = words.filter(({ text }) => !ADDRESS.test(text));
  return { kind: 'files', databases: [], paths: certain(here), excludes: certain(excludes), ...(unknown.length === 0 ? {} : { unknown }) };
}

/** `remote:bucket`, `:s3,option=value:bucket` and `https://…` are no folders of a machine. */
const ADDRESS = /^(?::|[A-Za-z][\w+.-]*:)/u;

/** Questions about files that list what is backed up, and what is not: they are not read. */
export function listed(given: Arguments, paths: readonly string[], excludes: readonly string[]): readonly string[] {
  const ask = (about: string, names: readonly string[]): readonly string[] =>
    given.values(...names).map(({ text }) => `${about}: what ${text === '-' ? 'standard input' : shown(text)} lists was not read`);
  return [...ask('path', paths), ...ask('exclude', excludes)];
}

function shown(text: string): string {
  return text.replaceAll(UNKNOWN, '…');
}

/** Why a command is left out that names no folder; of the questions one may be about a file that names some. */
export function what(questions: readonly string[]): NotUnderstood {
  const [, question] = /^path: (.*)$/u.exec(questions.find((each) => each.startsWith('path: ')) ?? '') ?? [];
  return question === undefined ? WHAT : { because: `what it backs up stands in a file: ${question}` };
}

/** Whether a command leaves out what is mounted below the folders that it is given. */
export function stays(given: Arguments): Pick<Save, 'stays'> {
  return given.has('one-file-system', 'x') ? { stays: true } : {};
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
  how: Pick<Save, 'tool' | 'managedBy' | 'rotates' | 'stays' | 'sealed'> & {
    readonly excludes?: readonly Word[];
    readonly unknown?: readonly string[];
  },
): readonly BareStep[] | NotUnderstood {
  const { excludes = [], unknown = [], ...rest } = how;
  if (sources.some(({ text }) => ADDRESS.test(text))) return { because: 'what it copies lies elsewhere, which this import cannot draft' };
  const source = files(sources, excludes, unknown);
  if (source.paths.length === 0) return what(unknown);
  return [{ does: 'save', source, word: 'full', to, mirror, ...rest }];
}
