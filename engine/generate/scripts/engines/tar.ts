/** Files and folders as archives of GNU tar, full and incremental. */
import type { Engine } from '../engine.ts';
import { filesReason, filesSettings, NO_QUESTION } from './files.ts';

export const tar: Engine = {
  name: 'tar',
  shares: ['files', 'entries'],
  user: 'root',
  tools: { tar: ['full', 'incremental'] },
  fetchesLog: false,
  physical: [],
  asksNothing: NO_QUESTION,
  systemReason: filesReason,
  chainSettings: ({ system }) => filesSettings(system),
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … entries, … of them changing, each as the point lists it',
  reached: 'The files lie below FOLDER',
  replaced: 'the files are replaced; the old ones are called PATH.damaged-…',
  environment: [],
};
