/** `backupplan explain CODE`: the page of a check. */
import { pages } from '../engine/checks/pages.generated.ts';
import { nearest } from '../grammar/spelling.ts';
import type { Command } from './command.ts';
import { UsageError } from './io.ts';

export const explain: Command = {
  name: 'explain',
  args: 'CODE',
  summary: 'What a finding means, why it matters, and how to mend it.',
  options: {},
  async run(args, _options, io) {
    const [code] = args;
    if (code === undefined || args.length > 1) throw new UsageError(`say one code, for example 'backupplan explain rpo-unmet'`);
    const page = pages[code];
    if (page === undefined) {
      const guess = nearest(code, Object.keys(pages));
      throw new UsageError(`there is no finding '${code}'${guess === undefined ? '' : `; did you mean '${guess}'?`}`);
    }
    io.out(page);
    return 0;
  },
};
