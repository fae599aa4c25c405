import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';

/** One deliberate mistake. */
export interface Mutant {
  /** Its number in the instrumented code. */
  readonly id: number;
  /** By path in the repository. */
  readonly file: string;
  /** Where it stands in the text of the file. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly line: number;
  /** The line that it begins on, without the space around it. */
  readonly at: string;
  /** Stryker's name of the kind of mistake. */
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

/** Instrumented texts by path, and the mutants that are switched in them. */
export interface Instrumented {
  readonly sources: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
}

/**
 * Finds every mutant of these files as [Stryker](https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/) does, and
 * puts them into the text, each behind a switch.
 */
export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const texts = new Map(files.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]));
  const instrumenter = createInjector().provideValue('logger', silent).injectFunction(createInstrumenter);
  const result = await instrumenter.instrument(
    [...texts].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, ignorers: [], excludedMutations: [], noHeader: true },
  );
  return {
    sources: new Map(result.files.map(({ name, content }) => [name, quicker(content)])),
    mutants: result.mutants.map(({ id, fileName, mutatorName, replacement, location }) => {
      const lines = (texts.get(fileName) ?? '').split('\n');
      const { start, end } = location;
      const marked = lines.slice(start.line, end.line + 1);
      marked.push((marked.pop() ?? '').slice(0, end.column));
      marked[0] = (marked[0] ?? '').slice(start.column);
      const offset = ({ line, column }: typeof start): number => lines.slice(0, line).join('\n').length + Number(line > 0) + column;
      return {
        id: Number(id),
        file: fileName,
        start: offset(start),
        end: offset(end),
        line: start.line + 1,
        at: (lines[start.line] ?? '').trim(),
        kind: mutatorName,
        from: marked.join('\n'),
        to: replacement,
      };
    }),
  };
}

/** Asks and notes where the code stands: a call for each would cost more than what is tested. */
function quicker(content: string): string {
  return content
    .replace(/stryMutAct_9fa48\("(\d+)"\)/g, '(strykerActive === $1)')
    .replace(/stryCov_9fa48\(("\d+"(?:, "\d+")*)\)/g, (_, ids: string) => `(${ids.replace(/"(\d+)",? ?/g, 'strykerSeen[$1] = ')}1)`);
}

/** It has nothing to say that we would not see. */
const never = (): boolean => false;
const nothing = (): void => undefined;
const silent = {
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};
