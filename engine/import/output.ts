/** Where the output of a pipeline goes. */
import { pipedToBucket } from './elsewhere.ts';
import type { NotUnderstood, Resolve } from './reader.ts';
import { pipedInto } from './repositories.ts';
import type { Pipeline, Word } from './shell.ts';
import type { Save, Sealed, Target } from './step.ts';
import { fileTarget, placeTarget, rcloneTarget } from './target.ts';
import { nameOf, unwrap } from './unwrap.ts';

export interface Output {
  readonly to?: Target;
  readonly file?: Word;
  /** Who writes it, where that is not the tool that made it. */
  readonly by?: Pick<Save, 'managedBy' | 'sealed'>;
  readonly sealed?: Sealed;
  /** Why it is not known where it goes. */
  readonly lost?: NotUnderstood;
}

/** Where what a pipeline puts out ends: in a file, or in what a later command sends away. */
export function outputOf(pipeline: Pipeline, resolve: Resolve): Output {
  for (const command of pipeline.toReversed()) {
    const { words, output } = command;
    const kept = pipedInto(unwrap(words).words, command, resolve);
    if (kept !== undefined) return kept;
    const sent = sentBy(words);
    if (sent !== undefined) return sent;
    if (output !== undefined) {
      const file = resolve(output);
      return { to: fileTarget(file), file };
    }
    if (nameOf(words[0]) === 'tee' && words[1] !== undefined) {
      const file = resolve(words.slice(1).find(({ text }) => !text.startsWith('-')) ?? words[1]);
      return { to: fileTarget(file), file };
    }
  }
  return {};
}

/** What a command does with its input: `aws s3 cp - s3://…`, `ssh host "cat > file"`, `rclone rcat …`. */
function sentBy(words: readonly Word[]): Output | undefined {
  const [first, ...rest] = words;
  const last = rest.at(-1);
  switch (nameOf(first)) {
    case 'aws':
    case 'gsutil':
    case 's3cmd':
      return pipedToBucket(rest);
    case 'ssh': {
      const into = /(?:>|\bof=|\btee\s+)\s*([^\s;&|]+)/u.exec(last?.text ?? '');
      const at = rest.filter(({ text }) => !text.startsWith('-')).find(({ text }) => /^[^\s]+$/u.test(text) && !text.startsWith('/'));
      if (into === null || at === undefined) return undefined;
      const folder = fileTarget({ text: into[1] ?? '', unknowns: [] })?.path;
      return sentTo(placeTarget({ text: `${at.text}:${folder ?? ''}`, unknowns: at.unknowns }));
    }
    case 'rclone':
      return rest[0]?.text === 'rcat' && last !== undefined ? sentTo(rcloneTarget(last)) : undefined;
    default:
      return undefined;
  }
}

function sentTo(to: Target | undefined): Output | undefined {
  return to === undefined ? undefined : { to };
}
