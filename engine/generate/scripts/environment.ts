import type { Plan } from '../../plan/model.ts';
import { enclosingSites } from '../../plan/sites.ts';
import type { Artifact } from '../artifact.ts';
import { type Chain, isLocal } from './coverage.ts';
import { chainFolder, installFolder, planSlug } from './names.ts';
import { packedEnvironment, packedStorages } from './packed.ts';
import { keyOn } from './settings.ts';

/** `env.example`: the settings of a host, which no plan knows. All have defaults. */
export function environmentExample(plan: Plan, chain: Chain, home: string): Artifact {
  const { system, block, storages, engine } = chain;
  const marked = storages.filter((storage) => isLocal(storage) || packedStorages(chain).includes(storage));
  const state = stateFolder(plan, chain);
  const text = `# Settings of this host for the scripts of ${chainFolder(system, block)}. Copy to ${settingsFile(plan, chain)}, or name
# another file in the environment variable BACKUPPLAN_ENV. It is shell text; but for keys and for what reaches a
# storage elsewhere, everything in it is optional. No password belongs here: the scripts read the file that the plan names (\`credentials from\`).
#
# Before the first run, once, with this folder in ${installFolder(plan)}:
#   install -d -o ${engine.user} -m 700 ${state}
${marked.length === 0 ? '' : `#   ${installFolder(plan)}/scripts/prepare.sh STORAGE     as root, for ${marked.map(({ name }) => name).join(', ')}, each mounted or reached\n`}
# Journal, locks and scratch places. On a local disk, owned by the user that runs the scripts.
#BACKUPPLAN_STATE=${state}

# Where restore.sh puts what it restores, and where verify-restore.sh does its work. Room for the whole system.
#BACKUPPLAN_RESTORE=${state}/restored
#BACKUPPLAN_SCRATCH=${state}

# Seconds after which a step is given up.
#BACKUPPLAN_TIMEOUT=86400

${[...packedEnvironment(chain, state), ...engine.environment.map((lines) => withKeys(chain, lines))].map((lines) => `${withRegion(plan, chain, lines)}\n\n`).join('')}# Instead of the plan's \`metrics\` and \`ping\`; empty: none.
#BACKUPPLAN_METRICS=
#BACKUPPLAN_PING=
`;
  return { path: `${home}/env.example`, text, executable: false };
}

/** A line for each key of the chain, where an engine says that there are some. */
function withKeys(chain: Chain, lines: string): string {
  const keys = [...new Set(chain.storages.flatMap((storage) => keyOn(chain, storage) ?? []))];
  if (keys.length === 0) return lines;
  return lines.replace(/^#key_file\[KEY\]=.*$/m, keys.map((key) => `#key_file[${key}]=/etc/backupplan/${key}`).join('\n'));
}

/** The region of the site of the first bucket, where it is written as Amazon writes its own; other providers take any. */
function withRegion(plan: Plan, { storages }: Chain, lines: string): string {
  const bucket = storages.find(({ kind }) => kind === 's3');
  if (bucket === undefined) return lines;
  const around = enclosingSites(plan, bucket.at).map((name) => plan.sites.find((site) => site.name === name)?.region);
  const region = around.find((each) => each !== undefined) ?? '';
  return /^[a-z]{2}(?:-[a-z]+)+-\d$/u.test(region) ? lines.replace(/(AWS_DEFAULT_REGION=)\S+/u, `$1${region}`) : lines;
}

/** Where the scripts of a chain look for the settings of their host. */
export function settingsFile(plan: Plan, { system, block }: Chain): string {
  return `/etc/backupplan/${planSlug(plan)}/${chainFolder(system, block)}.env`;
}

/** Where they keep journal, locks and scratch places, unless the settings say another place. */
export function stateFolder(plan: Plan, { engine }: Chain): string {
  return `/var/lib/backupplan/${planSlug(plan)}/${engine.user}`;
}
