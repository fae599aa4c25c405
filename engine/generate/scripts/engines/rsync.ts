/** Files and folders as trees that can be looked into: one a point, with hard links to what did not change. */
import type { Storage } from '../../../plan/model.ts';
import type { Engine } from '../engine.ts';
import { filesReason, filesSettings, NO_QUESTION } from './files.ts';

export const rsync: Engine = {
  name: 'rsync',
  shares: ['files', 'entries'],
  user: 'root',
  tools: { rsync: ['full'] },
  fetchesLog: false,
  physical: [],
  asksNothing: NO_QUESTION,
  systemReason: filesReason,
  remoteReason: ({ name }: Storage) =>
    `rsync keeps owners and hard links, which only a folder on this host holds; restic and Borg reach ${name}`,
  storageReason: ({ name }, key) =>
    key === undefined ? undefined : `rsync does not encrypt, and ${name} is encrypted with ${key}: tar, restic and Borg do`,
  chainSettings: ({ system }) => filesSettings(system),
  jobSettings: () => [],
  questions: () => [],
  extras: () => [],
  checked: 'checked: … entries, … of them changing, each as the point lists it',
  reached: 'The files lie below FOLDER',
  replaced: 'the files are replaced; the old ones are called PATH.damaged-…',
  environment: [],
};
