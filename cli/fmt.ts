/** `backupplan fmt`: plans in their one format. */
import { format } from '../grammar/format.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command } from './command.ts';
import { UsageError } from './io.ts';
import { shownPath, sources } from './sources.ts';

export const fmt: Command = {
  name: 'fmt',
  args: '[PATH…]',
  summary: 'Format plans; - formats standard input to standard output.',
  options: { check: { type: 'boolean', doc: 'Write nothing; name the files that are not formatted and exit with 1.' } },
  async run(args, options, io) {
    const { paths, read } = sources(args, io);
    if (args.includes('-') && paths.length > 1) throw new UsageError('- stands alone: standard input is formatted to standard output');
    const changed: string[] = [];
    for (const path of paths) {
      const text = read(path);
      if (text === undefined) throw new UsageError(`'${shownPath(path, io.cwd)}' cannot be read`);
      const formatted = format(text);
      if (args.includes('-') && !options.flag('check')) {
        io.out(formatted);
        return 0;
      }
      if (formatted === text) continue;
      changed.push(shownPath(path, io.cwd));
      if (!options.flag('check')) saveFile(path, formatted, text);
    }
    for (const path of changed) io.out(`${path}\n`);
    return options.flag('check') && changed.length > 0 ? 1 : 0;
  },
};
