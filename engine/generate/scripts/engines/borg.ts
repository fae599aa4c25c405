/** Files and folders, deduplicated and encrypted, by Borg: a repository on a local folder, or on a host where `borg serve` runs. */
import type { Storage } from '../../../plan/model.ts';
import { bash } from '../bash.generated.ts';
import type { Engine } from '../engine.ts';
import { chainFolder, scriptFolder } from '../names.ts';
import { shellMap, shellQuote } from '../quote.ts';
import { remoteReason, repositoryOn } from '../remote.ts';
import { keysOn } from '../settings.ts';
import { filesReason, filesSettings, NO_QUESTION } from './files.ts';

export const borg: Engine = {
  name: 'borg',
  shares: ['files'],
  user: 'root',
  tools: { borg: ['full'] },
  fetchesLog: false,
  physical: [],
  encrypts: true,
  lockLack:
    'what a new point shares with older ones stays locked only as long as those: Borg does not lock it anew. A fresh repository now and then, or a lock as long as the oldest point is kept, covers it',
  asksNothing: NO_QUESTION,
  systemReason: filesReason,
  storageReason,
  /** A storage of kind `sftp` is a host with an SSH server: Borg runs there too, and SFTP itself is not used. */
  remoteReason(storage) {
    return storage.kind === 's3' ? `Borg has no repositories in buckets, as ${storage.name} is one` : remoteReason(storage);
  },
  copyReason: () => 'Borg copies no archive into another repository: give the second storage a full of its own',
  chainSettings(chain) {
    const { credentials } = chain.system;
    const folder = chainFolder(chain.system, chain.block);
    return [
      ...filesSettings(chain.system),
      `repository=${shellMap(chain.storages.map((storage) => [storage.name, repositoryOn(folder, storage)]))}`,
      ...keysOn(chain),
      ...(credentials === undefined ? [] : [`password_file=${shellQuote(credentials)}`]),
    ];
  },
  jobSettings: () => [],
  questions: () => [],
  extras: (_, chain, make) => [
    make(
      `scripts/${scriptFolder(chain.system, chain.block)}/init.sh`,
      ['Makes the repository on a storage, once: init.sh STORAGE.'],
      [],
      bash['borg-init'],
    ),
  ],
  checked: 'checked: … entries, each as the archive lists it',
  reached: 'The files lie below FOLDER',
  replaced: 'the files are replaced; the old ones are called PATH.damaged-…',
  environment: [
    `# The file with the password of the repositories, of mode 600, instead of the plan's \`credentials from\`; and one for each key that the
# plan names. With neither, repositories are not encrypted. Who has lost them has lost the backup: keep them in other places too, with
# what \`borg key export\` gives. init.sh STORAGE makes a repository, once.
#BACKUPPLAN_BORG_PASSWORD=/etc/backupplan/borg-password
#key_file[KEY]=/etc/backupplan/KEY`,
    `# On a storage of kind \`sftp\` Borg runs as well, over SSH: the private key, without a passphrase and of mode 600, all keys of the host, as
# ssh-keyscan gives them and as you have compared them with the host's own, and the port (otherwise what ssh itself is told). There this
# key may start nothing but Borg, and where another account deletes, only add (authorized_keys):
#   command="borg serve --append-only --restrict-to-path /FOLDER",restrict ssh-ed25519 …
# The account that deletes has a key of its own there, without --append-only. What was deleted in spite of it is still in the repository:
# see "Append-only mode" in the manual of Borg before anything is written to it.
#sftp_key_file[STORAGE]=/etc/backupplan/ssh-STORAGE sftp_known_hosts[STORAGE]=/etc/backupplan/known-hosts-STORAGE sftp_port[STORAGE]=22`,
  ],
};

/** Borg reads meaning into paths of repositories. */
function storageReason({ name, path = '' }: Storage): string | undefined {
  return /::|[{}]/.test(path) ? `the path of ${name} has \`::\` or braces in it, which Borg does not take as they are` : undefined;
}
