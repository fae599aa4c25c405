/** Files and folders, deduplicated and encrypted, by restic: a repository on a local folder, over SFTP or in a bucket. */
import { bash } from '../bash.generated.ts';
import type { Engine } from '../engine.ts';
import { chainFolder, scriptFolder } from '../names.ts';
import { shellMap, shellQuote } from '../quote.ts';
import { BUCKET_SETTINGS, recoverScript, repositoryOn } from '../remote.ts';
import { keysOn } from '../settings.ts';
import { filesReason, filesSettings, NO_QUESTION } from './files.ts';

export const restic: Engine = {
  name: 'restic',
  shares: ['files'],
  user: 'root',
  tools: { restic: ['full'] },
  fetchesLog: false,
  physical: [],
  encrypts: true,
  lockLack:
    'what a new point shares with older ones stays locked only as long as those: restic does not lock it anew. A fresh repository now and then, or a lock as long as the oldest point is kept, covers it',
  asksNothing: NO_QUESTION,
  systemReason: filesReason,
  copyReason(from, to) {
    return from.kind === 'sftp' && to.kind === 'sftp' ? 'restic reaches one sftp storage at a time' : undefined;
  },
  chainSettings(chain) {
    const { credentials } = chain.system;
    return [
      ...filesSettings(chain.system),
      `repository=${shellMap(chain.storages.map((storage) => [storage.name, repositoryOn(chainFolder(chain.system, chain.block), storage)]))}`,
      ...keysOn(chain),
      ...(credentials === undefined ? [] : [`password_file=${shellQuote(credentials)}`]),
    ];
  },
  jobSettings: () => [],
  questions: () => [],
  extras(_, chain, make) {
    return [
      make(
        `scripts/${scriptFolder(chain.system, chain.block)}/init.sh`,
        ['Makes the repository on a storage, once: init.sh STORAGE. The storages that jobs write to come first.'],
        [],
        bash['restic-init'],
      ),
      ...recoverScript(chain, make),
    ];
  },
  checked: 'checked: … entries, each as the snapshot lists it',
  reached: 'The files lie below FOLDER',
  replaced: 'the files are replaced; the old ones are called PATH.damaged-…',
  environment: [
    `# The file with the password of the repositories, of mode 600, instead of the plan's \`credentials from\`; and one for each key that the
# plan names. Who has lost them has lost the backup: keep them in other places too. init.sh STORAGE makes a repository, once.
#RESTIC_PASSWORD_FILE=/etc/backupplan/restic-password
#key_file[KEY]=/etc/backupplan/KEY`,
    BUCKET_SETTINGS,
    `# SFTP: options of ssh, like a configuration of its own (port, identity, known hosts). The host's key has to be known.
#BACKUPPLAN_SSH_OPTIONS='-F /etc/backupplan/ssh_config'`,
  ],
};
