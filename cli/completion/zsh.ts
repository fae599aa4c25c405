import type { Command } from '../command.ts';
import { takes } from './takes.ts';

/** For zsh 5, by its own `_arguments`. */
export function zshCompletion(commands: readonly Command[], codes: readonly string[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`);
  const arms = commands.map(({ name, args, options }) => {
    const specs = Object.entries(options).flatMap(([option, { type, short, value = 'VALUE', doc, many }]) =>
      [`--${option}`, ...(short === undefined ? [] : [`-${short}`])].map((word) => {
        const star = many === undefined ? '' : '*';
        return quoted(
          `${star}${word}[${escaped(doc)}]${type === 'boolean' ? '' : `:${value.replace(/\W.*/s, '')}:${action(value, codes)}`}`,
        );
      }),
    );
    const rest = action(args, codes);
    return `    ${name}) _arguments ${[...specs, quoted('--help[Show help]'), quoted(`*:argument:${rest}`)].join(' ')} ;;`;
  });
  return `#compdef backupplan
# Completion of backupplan for zsh: backupplan completion zsh > a folder of $fpath/_backupplan
_backupplan() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${arms.join('\n')}
  esac
}
# Read by the completion system, or by \`eval\`.
if [ "$funcstack[1]" = _backupplan ]; then _backupplan "$@"; else compdef _backupplan backupplan; fi
`;
}

function action(written: string, codes: readonly string[]): string {
  const taken = takes(written, codes);
  if (taken === undefined) return ' ';
  return taken === 'files' ? '_files' : `(${taken.words.join(' ')})`;
}

/** In the text of a specification these mean something. */
function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
