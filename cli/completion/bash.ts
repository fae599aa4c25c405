import type { Command } from '../command.ts';
import { takes } from './takes.ts';

/** For bash 3.2 and later, with or without the package bash-completion. */
export function bashCompletion(commands: readonly Command[], codes: readonly string[]): string {
  const names = commands.map(({ name }) => name);
  const arms = commands.flatMap((command) => [
    ...Object.entries(command.options).flatMap(([name, { type, short, value = 'VALUE' }]) => {
      if (type === 'boolean') return [];
      const words = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])].map((each) => `'${command.name} ${each}'`);
      return [`    ${words.join('|')}) ${reply(value, codes)} ;;`];
    }),
    `    '${command.name} '*)
      case $cur in
        -*) words='${[...Object.keys(command.options).map((name) => `--${name}`), '--help'].join(' ')}' ;;
        *) ${reply(command.args, codes)} ;;
      esac ;;`,
  ]);
  return `# Completion of backupplan for bash. In ~/.bashrc: eval "$(backupplan completion bash)"
_backupplan() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} words='' files='' line
  # Of --format=json the sign is a word of its own.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    words='${[...names, 'help', '--help', '--version'].join(' ')}'
  else
    case "\${COMP_WORDS[1]} $prev" in
${indented(arms)}
    esac
  fi
  # A name may hold spaces: one a line.
  while IFS= read -r line; do COMPREPLY+=("$line"); done < <(
    if [[ -n $words ]]; then compgen -W "$words" -- "$cur"; fi
    if [[ -n $files ]]; then compgen -f -- "$cur"; fi
  )
  if [[ -n $files ]]; then compopt -o filenames 2>/dev/null || true; fi
}
complete -F _backupplan backupplan
`;
}

function reply(written: string, codes: readonly string[]): string {
  const taken = takes(written, codes);
  if (taken === undefined) return ':';
  return taken === 'files' ? 'files=1' : `words='${taken.words.join(' ')}'`;
}

function indented(arms: readonly string[]): string {
  return arms.map((arm) => arm.replace(/^/gm, '  ')).join('\n');
}
