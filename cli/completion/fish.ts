import type { Command } from '../command.ts';
import { takes } from './takes.ts';

/** For fish 3 and later. */
export function fishCompletion(commands: readonly Command[], codes: readonly string[]): string {
  const none = '__fish_use_subcommand';
  const lines = commands.flatMap(({ name, args, summary, options }) => {
    const when = `'__fish_seen_subcommand_from ${name}'`;
    const own = takes(args, codes);
    return [
      `complete -c backupplan -n ${none} -f -a ${name} -d ${quoted(summary)}`,
      ...(own === 'files' ? [`complete -c backupplan -n ${when} -F`] : []),
      ...(typeof own === 'object' ? [`complete -c backupplan -n ${when} -f -a ${quoted(own.words.join(' '))}`] : []),
      ...Object.entries(options).map(([option, { type, short, value = 'VALUE', doc }]) => {
        const taken = type === 'boolean' ? undefined : takes(value, codes);
        const rest = [
          ...(short === undefined ? [] : [`-s ${short}`]),
          ...(type === 'boolean' ? [] : [taken === 'files' ? '-r -F' : '-x']),
          ...(typeof taken === 'object' ? [`-a ${quoted(taken.words.join(' '))}`] : []),
        ];
        return [`complete -c backupplan -n ${when} -l ${option}`, ...rest, `-d ${quoted(doc)}`].join(' ');
      }),
    ];
  });
  return `# Completion of backupplan for fish: backupplan completion fish > ~/.config/fish/completions/backupplan.fish
complete -c backupplan -f
${lines.join('\n')}
complete -c backupplan -n ${none} -l version -d 'Show what is installed'
complete -c backupplan -l help -d 'Show help'
`;
}

/** In single quotes fish reads these two alone. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
