/** Anything that the plan gives commands for: `dump with` writes it to standard output, `load with` reads it from standard input. */
import type { Engine } from '../engine.ts';
import { shellQuote } from '../quote.ts';

export const custom: Engine = {
  name: 'custom',
  user: 'root',
  tools: { custom: ['full'] },
  fetchesLog: false,
  physical: [],
  systemReason({ dump, load }) {
    if (dump === undefined || load === undefined) return 'it does not say both `dump with` and `load with`';
    return [dump, load].some((command) => command.includes('\0')) ? 'a command of it holds a NUL character' : undefined;
  },
  chainSettings: ({ system: { dump = '', load = '' } }) => [`dump_command=${shellQuote(dump)}`, `load_command=${shellQuote(load)}`],
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: "checked: … bytes, as they were written; what is in them only the plan's commands know",
  reached: 'What was dumped is FOLDER/dump',
  replaced: '… is loaded; what was there before is …',
  environment: [],
};
