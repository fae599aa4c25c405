import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from './coverage.ts';
import { chainFolder, installFolder, planSlug } from './names.ts';

/** `env.example`: the settings of a host, which no plan knows. All have defaults. */
export function environmentExample(plan: Plan, { system, block, storages }: Chain, home: string): Artifact {
  const slug = planSlug(plan);
  const text = `# Settings of this host for the scripts of ${chainFolder(system, block)}. Copy to /etc/backupplan/${slug}/${chainFolder(system, block)}.env, or name
# another file in the environment variable BACKUPPLAN_ENV. It is shell text; everything in it is optional. No password belongs here:
# the scripts read the file that the plan names (\`credentials from\`), or ~/.pgpass.
#
# Before the first run, once, with this folder in ${installFolder(plan)}:
#   install -d -o postgres -m 700 /var/lib/backupplan/${slug}
#   ${installFolder(plan)}/scripts/prepare.sh STORAGE     for ${storages.map(({ name }) => name).join(', ')}, each mounted, and writable by postgres

# Journal, locks and scratch servers. On a local disk, owned by the user that runs the scripts.
#BACKUPPLAN_STATE=/var/lib/backupplan/${slug}

# Where restore.sh puts a restored server, and where verify-restore.sh does its work. Room for the whole server.
#BACKUPPLAN_RESTORE=/var/lib/backupplan/${slug}/restored
#BACKUPPLAN_SCRATCH=/var/lib/backupplan/${slug}

# The PostgreSQL programs, if they are neither in /usr/lib/postgresql/VERSION/bin nor in /usr/pgsql-VERSION/bin nor on the PATH.
#BACKUPPLAN_PG_BIN=/opt/postgresql/bin

# Seconds after which a step is given up.
#BACKUPPLAN_TIMEOUT=86400

# Parallel jobs of pg_restore, and the database to connect to for questions to the server.
#BACKUPPLAN_RESTORE_JOBS=2
#BACKUPPLAN_MAINTENANCE_DATABASE=postgres

# Instead of the plan's \`metrics\` and \`ping\`; empty: none.
#BACKUPPLAN_METRICS=
#BACKUPPLAN_PING=
`;
  return { path: `${home}/env.example`, text, executable: false };
}
