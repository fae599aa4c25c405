/** `backupplan completion SHELL`: the script by which a shell completes commands, options and their values. */
import { pages } from '../engine/checks/pages.generated.ts';
import type { Command } from './command.ts';
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { zshCompletion } from './completion/zsh.ts';
import { UsageError } from './io.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export const completion: Command = {
  name: 'completion',
  args: Object.keys(shells).join('|'),
  summary: 'Print the script by which a shell completes the commands, their options and what these take.',
  options: {},
  async run([word, ...more], _options, io) {
    const shell = Object.keys(shells).find((name): name is keyof typeof shells => name === word);
    if (shell === undefined || more.length > 0) throw new UsageError(`completion takes ${Object.keys(shells).join(', ')}`);
    const { allCommands } = await import('./commands.ts');
    io.out(shells[shell](await allCommands(), Object.keys(pages)));
    return 0;
  },
};
