/** `backupplan COMMAND …`: finds the command, reads its options, and turns faults into exit codes. */
import { parseArgs } from 'node:util';
import { WriteError } from '../workspace/problem.ts';
import { type Command, type Option, Options } from './command.ts';
import { allCommands, commandNames, commandOf } from './commands.ts';
import { commandHelp, generalHelp } from './help.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { printable } from './report/printable.ts';
import { commit, version } from './version.ts';

/** Runs one command line (without `node` and the script) and gives the exit code. Never throws. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof UsageError || error instanceof WriteError) {
      io.err(`backupplan: ${printable(error.message)}\n`);
      return 2;
    }
    io.err(
      `backupplan: a fault of the program, not of your plan: ${printable(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
    );
    return 3;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...rest] = args;
  if (word === undefined || word === 'help' || word === '--help' || word === '-h') {
    const command = rest[0] === undefined ? undefined : await commandOf(rest[0]);
    io.out(command === undefined ? generalHelp(await allCommands()) : commandHelp(command));
    return word === undefined ? 2 : 0;
  }
  if (word === '--version' || word === '-V') {
    io.out(
      `backupplan ${[version, ...(commit === undefined ? [] : [`commit ${commit}`]), `Node.js ${process.versions.node}`].join(', ')}\n`,
    );
    return 0;
  }
  const command = await commandOf(word);
  if (command === undefined) throw new UsageError(`there is no command '${word}'; the commands are ${commandNames.join(', ')}`);
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(commandHelp(command));
    return 0;
  }
  const { positionals, options } = readArguments(command, rest);
  return command.run(positionals, options, io);
}

function readArguments(command: Command, args: readonly string[]): { positionals: string[]; options: Options } {
  const spec = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      {
        type: option.type,
        ...(option.short === undefined ? {} : { short: option.short }),
        ...(option.default === undefined ? {} : { default: option.default }),
        ...(option.many === undefined ? {} : { multiple: true }),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: spec, allowPositionals: true, strict: true });
    const plain: Record<string, readonly (string | boolean)[]> = {};
    for (const [name, value] of Object.entries(values)) if (value !== undefined) plain[name] = [value].flat();
    for (const [name, option] of Object.entries(command.options)) for (const value of plain[name] ?? []) checkValue(name, option, value);
    return { positionals, options: new Options(plain) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${error instanceof Error ? error.message : String(error)} See 'backupplan ${command.name} --help'.`);
  }
}

/** A value that the table writes as `a|b` must be one of those words. */
function checkValue(name: string, option: Option, value: string | boolean): void {
  if (typeof value !== 'string' || option.value === undefined || !option.value.includes('|')) return;
  const allowed = option.value.split('|');
  if (!allowed.includes(value)) throw new UsageError(`--${name} takes ${allowed.join(', ')}; '${value}' is none of them`);
}
