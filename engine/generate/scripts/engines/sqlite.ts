/** SQLite database files, by the online backup of the sqlite3 program. */
import type { Engine } from '../engine.ts';
import { shellArray } from '../quote.ts';
import { pathsReason } from '../text.ts';

export const sqlite: Engine = {
  name: 'sqlite',
  user: 'root',
  tools: { sqlite3: ['full'] },
  fetchesLog: false,
  physical: [],
  systemReason: ({ paths }) => pathsReason(paths),
  chainSettings: ({ system }) => [`database_files=${shellArray(system.paths)}`],
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … databases, … tables',
  reached: 'The databases lie below FOLDER',
  replaced: 'the databases are replaced; the old ones are called FILE.damaged-…',
  environment: [],
};
