import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { type Chain, isLocal } from './coverage.ts';
import { chainFolder, installFolder, planSlug } from './names.ts';
import { packedEnvironment, packedStorages } from './packed.ts';

/** `env.example`: the settings of a host, which no plan knows. All have defaults. */
export function environmentExample(plan: Plan, chain: Chain, home: string): Artifact {
  const { system, block, storages, engine } = chain;
  const marked = storages.filter((storage) => isLocal(storage) || packedStorages(chain).includes(storage));
  const slug = planSlug(plan);
  const text = `# Settings of this host for the scripts of ${chainFolder(system, block)}. Copy to /etc/backupplan/${slug}/${chainFolder(system, block)}.env, or name
# another file in the environment variable BACKUPPLAN_ENV. It is shell text; but for keys and for what reaches a
# storage elsewhere, everything in it is optional. No password belongs here: the scripts read the file that the plan names (\`credentials from\`).
#
# Before the first run, once, with this folder in ${installFolder(plan)}:
#   install -d -o ${engine.user} -m 700 /var/lib/backupplan/${slug}/${engine.user}
#   ${installFolder(plan)}/scripts/prepare.sh STORAGE     as root, for ${marked.map(({ name }) => name).join(', ')}, each mounted or reached

# Journal, locks and scratch places. On a local disk, owned by the user that runs the scripts.
#BACKUPPLAN_STATE=/var/lib/backupplan/${slug}/${engine.user}

# Where restore.sh puts what it restores, and where verify-restore.sh does its work. Room for the whole system.
#BACKUPPLAN_RESTORE=/var/lib/backupplan/${slug}/${engine.user}/restored
#BACKUPPLAN_SCRATCH=/var/lib/backupplan/${slug}/${engine.user}

# Seconds after which a step is given up.
#BACKUPPLAN_TIMEOUT=86400

${[...packedEnvironment(chain, `/var/lib/backupplan/${slug}/${engine.user}`), ...engine.environment].map((lines) => `${lines}\n\n`).join('')}# Instead of the plan's \`metrics\` and \`ping\`; empty: none.
#BACKUPPLAN_METRICS=
#BACKUPPLAN_PING=
`;
  return { path: `${home}/env.example`, text, executable: false };
}
