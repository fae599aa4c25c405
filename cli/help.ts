/** The text of `--help`, from the command table. */
import type { Command } from './command.ts';

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  const rows = commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`);
  return [
    'Backup and disaster-recovery plans as code.',
    '',
    'Usage: backupplan COMMAND [OPTION…] [ARGUMENT…]',
    '',
    ...rows,
    '',
    "'backupplan COMMAND --help' shows the options of a command; 'backupplan --version' the version.",
    'Exit code: 0 clean, 1 findings, 2 usage or configuration, 3 a fault of the program.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    const short = option.short === undefined ? '' : `-${option.short}, `;
    return {
      head: `${short}--${name}${value}`,
      doc: option.default === undefined ? option.doc : `${option.doc} Default: ${option.default}.`,
    };
  });
  const width = Math.max(0, ...options.map((option) => option.head.length));
  return [
    `Usage: backupplan ${usage(command)}`,
    '',
    command.summary,
    ...(options.length > 0 ? ['', ...options.map((option) => `  ${option.head.padEnd(width)}  ${option.doc}`)] : []),
    '',
  ].join('\n');
}

function usage(command: Command): string {
  return [command.name, command.args].filter((part) => part !== '').join(' ');
}
