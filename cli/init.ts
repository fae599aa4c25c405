/** `backupplan init`: a first plan to fill in. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { starterPlan } from '../engine/starter.ts';
import { saveFile } from '../workspace/save.ts';
import type { Command } from './command.ts';
import { UsageError } from './io.ts';
import { shownPath } from './sources.ts';

export const init: Command = {
  name: 'init',
  args: '[FILE]',
  summary: 'Write a first plan to fill in.',
  options: {},
  async run(args, _options, io) {
    if (args.length > 1) throw new UsageError('init writes one file');
    const file = path.resolve(io.cwd, args[0] ?? 'backup.backupplan');
    if (!file.endsWith('.backupplan')) throw new UsageError(`a plan's name ends in .backupplan; '${args[0]}' does not`);
    if (existsSync(file)) throw new UsageError(`'${shownPath(file, io.cwd)}' is there already; nothing was written`);
    saveFile(file, starterPlan);
    io.out(
      `${shownPath(file, io.cwd)} written. Put in your own systems and numbers, then run:\n  backupplan check ${shownPath(file, io.cwd)}\n`,
    );
    return 0;
  },
};
