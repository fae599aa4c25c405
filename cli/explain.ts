/** `backupplan explain CODE`: the page of a check, a compliance pack or one of its rules. */
import path from 'node:path';
import { complianceCodes } from '../engine/checks/compliance/pages.ts';
import { pages } from '../engine/checks/pages.generated.ts';
import { nearest } from '../grammar/spelling.ts';
import { catalogueFor } from '../workspace/catalogue.ts';
import type { Command } from './command.ts';
import { UsageError } from './io.ts';
import { pageOf } from './pages.ts';

export const explain: Command = {
  name: 'explain',
  args: 'CODE',
  summary: 'What a finding means, why it matters, and how to mend it.',
  options: {},
  async run(args, _options, io) {
    const [code] = args;
    if (code === undefined || args.length > 1) throw new UsageError(`say one code, for example 'backupplan explain rpo-unmet'`);
    const catalogue = catalogueFor(path.join(io.cwd, 'any.backupplan'));
    const page = pageOf(code, catalogue);
    if (page === undefined) {
      const guess = nearest(code, [...Object.keys(pages), ...complianceCodes(catalogue)]);
      throw new UsageError(`there is no finding '${code}'${guess === undefined ? '' : `; did you mean '${guess}'?`}`);
    }
    io.out(page);
    return 0;
  },
};
