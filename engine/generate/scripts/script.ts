import { commentText } from './quote.ts';

/** A script in parts: its libraries (paths from its own folder), what `--help` prints, assignments, and the main part. */
export interface ScriptParts {
  readonly libraries: readonly string[];
  readonly about: readonly string[];
  readonly settings: readonly string[];
  readonly main: string;
}

/**
 * The text of a script. Everything that runs stands in `main`, which Bash has read to its end before the first line of it runs: a file
 * that is replaced under a running script does not change what it does.
 */
export function scriptText({ libraries, about, settings, main }: ScriptParts): string {
  return `${[
    '#!/usr/bin/env bash',
    ...about.map((line) => `# ${commentText(line)}`),
    'set -Eeuo pipefail',
    `script_folder=$(dirname -- "$(readlink -f -- "\${BASH_SOURCE[0]}")")`,
    ...libraries.flatMap((library) => [`# shellcheck source=${library}`, `source "$script_folder/${library}"`]),
    '',
    ...settings,
    '',
  ].join('\n')}\n${main}`;
}
