/** Kubernetes CronJobs, and a kustomization that brings the scripts to them. */
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { stringify } from 'yaml';
import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { libraryNames } from '../scripts/chain-scripts.ts';
import { type Chain, isLocal } from '../scripts/coverage.ts';
import { chainFolder, fileName, installFolder, planSlug, scriptFolder } from '../scripts/names.ts';
import { packedStorages } from '../scripts/packed.ts';
import { cronLines } from './cron-lines.ts';
import { type Entry, entriesOf } from './entries.ts';
import { objectName } from './object-name.ts';

/**
 * `schedule/kubernetes/`: a CronJob for each entry that has times of its own, with what follows it in the same pod, and a kustomization.
 * `scripts` are the generated files that the pods run.
 */
export function kubernetesArtifacts(plan: Plan, covered: readonly Chain[], scripts: readonly Artifact[]): Artifact[] {
  const inPods = covered.filter(({ engine }) => engine.besideSystem === undefined);
  const jobs = covered.flatMap((chain): (ICronJob | string)[] => {
    const entries = entriesOf(plan, chain);
    if (!inPods.includes(chain))
      return entries.map(({ id }) => `${id} has to run on the machine of ${fileName(chain.system.name)}: no pod of its own can do it.`);
    const files = scriptsOf(chain, scripts);
    return entries.flatMap((entry) => cronJobs(plan, chain, files, entry, entries));
  });
  const text = jobs.map((job) => (typeof job === 'string' ? `# ${job}\n` : stringify(job, { lineWidth: 0 }))).join('---\n');
  return [
    { path: 'schedule/kubernetes/cronjobs.yaml', text, executable: false },
    { path: 'schedule/kubernetes/kustomization.yaml', text: kustomization(plan, inPods, scripts), executable: false },
  ];
}

/** One a line of cron; a comment where cron has none for it. */
function cronJobs(plan: Plan, chain: Chain, files: readonly Artifact[], entry: Entry, entries: readonly Entry[]): (ICronJob | string)[] {
  if ('follows' in entry.when) {
    return entry.when.afterLogOf.length === 0
      ? []
      : [`${entry.id} follows the log: a CronJob cannot wait for that. Give it times in the plan.`];
  }
  const lines = cronLines(entry.when);
  if (lines.length === 0) return [`${entry.id}: no CronJob can say ${entry.words}. Give it times in the plan.`];
  return lines.map(
    (line, index): ICronJob => ({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {
        name: objectName(`${planSlug(plan)}-${entry.id}${lines.length === 1 ? '' : `-${index + 1}`}`),
        labels: { 'app.kubernetes.io/name': 'backupplan', 'app.kubernetes.io/instance': objectName(planSlug(plan)) },
        annotations: { 'backupplan/job': entry.id, 'backupplan/schedule': entry.words },
      },
      spec: {
        schedule: line.fields,
        timeZone: 'follows' in entry.when ? plan.timezone.value : entry.when.zone,
        concurrencyPolicy: 'Forbid',
        // A run that the controller could not start within the hour is as good as missed: the alert says so.
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: { backoffLimit: 0, template: { spec: pod(plan, chain, files, command(plan, entry, entries, line.onlyIf)) } } },
      },
    }),
  );
}

/** The script, and then those that follow it; all of it only if the day is one of those meant. */
function command(plan: Plan, entry: Entry, entries: readonly Entry[], onlyIf: string | undefined): string[] {
  const run = (each: Entry): string => {
    const followers = entries.filter(({ when }) => 'follows' in when && when.follows.includes(each.id));
    const own = `${installFolder(plan)}/${each.script}`;
    return followers.length === 0 ? own : `${own} && { ${followers.map((follower) => `${run(follower)};`).join(' ')} }`;
  };
  const text = run(entry);
  if (onlyIf === undefined && text === `${installFolder(plan)}/${entry.script}`) return [text];
  return ['/bin/bash', '-c', onlyIf === undefined ? text : `{ ${onlyIf}; } || exit 0; ${text}`];
}

function pod(plan: Plan, chain: Chain, files: readonly Artifact[], run: readonly string[]): IPodSpec {
  const slug = planSlug(plan);
  const local = chain.storages.filter(isLocal).flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }]));
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'run',
        // With the tools of the systems in it: name yours in kustomization.yaml.
        image: 'backupplan-tools',
        command: [...run],
        // Days are asked for by the clock of the plan.
        env: [{ name: 'TZ', value: plan.timezone.value }],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
        volumeMounts: [
          { name: 'scripts', mountPath: installFolder(plan), readOnly: true },
          { name: 'settings', mountPath: `/etc/backupplan/${slug}`, readOnly: true },
          { name: 'state', mountPath: `/var/lib/backupplan/${slug}` },
          ...local.map(({ name, path }) => ({ name: objectName(`storage-${name}`), mountPath: path })),
        ],
      },
    ],
    volumes: [
      {
        name: 'scripts',
        configMap: { name: scriptsName(plan, chain), defaultMode: 0o555, items: files.map(({ path }) => ({ key: keyOf(path), path })) },
      },
      { name: 'settings', secret: { secretName: objectName(`${slug}-settings`), defaultMode: 0o400, optional: true } },
      { name: 'state', persistentVolumeClaim: { claimName: objectName(`${slug}-state`) } },
      ...local.map(({ name }) => ({
        name: objectName(`storage-${name}`),
        persistentVolumeClaim: { claimName: objectName(`${slug}-${name}`) },
      })),
    ],
  };
}

/** The libraries, and what lies in the folders of the chain. */
function scriptsOf(chain: Chain, scripts: readonly Artifact[]): Artifact[] {
  const folder = `/${scriptFolder(chain.system, chain.block)}`;
  const libraries = ['lib.sh', ...libraryNames(chain)].map((name) => `scripts/${name}`);
  return scripts.filter(
    ({ path, executable }) => libraries.includes(path) || (executable && path.slice(0, path.lastIndexOf('/')).endsWith(folder)),
  );
}

function kustomization(plan: Plan, covered: readonly Chain[], scripts: readonly Artifact[]): string {
  const slug = planSlug(plan);
  const claims = [...new Set(covered.flatMap(({ storages }) => storages.filter(isLocal).map(({ name }) => objectName(`${slug}-${name}`))))];
  const body = stringify(
    {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['cronjobs.yaml', 'check.yaml'],
      images: [
        { name: 'backupplan-tools', newName: 'registry.example/backupplan-tools', newTag: '1' },
        { name: 'backupplan', newName: 'registry.example/backupplan', newTag: '1' },
      ],
      // The names stay as they are, so that a running CronJob always finds its scripts.
      generatorOptions: { disableNameSuffixHash: true },
      configMapGenerator: covered.map((chain) => ({
        name: scriptsName(plan, chain),
        files: scriptsOf(chain, scripts).map(({ path }) => `${keyOf(path)}=../../${path}`),
      })),
    },
    { lineWidth: 0 },
  );
  return `# kubectl apply --kustomize schedule/kubernetes --load-restrictor LoadRestrictionsNone, in the namespace of your choice, which needs:
# - an image with bash, GNU coreutils and the programs of the systems, and one that checks the plan (see check.yaml), under \`images\` below;
# - persistent volume claims: ${objectName(`${slug}-state`)} (${covered.some((chain) => packedStorages(chain).length > 0) ? 'with room for the largest point' : 'small'})${claims.map((claim) => `, ${claim}`).join('')};
# - if there are settings or passwords: a secret ${objectName(`${slug}-settings`)} with a key CHAIN.env for each chain, and the files that they name.
${body}`;
}

function scriptsName(plan: Plan, { system, block }: Chain): string {
  return objectName(`${planSlug(plan)}-scripts-${chainFolder(system, block).replace('.', '-')}`);
}

/** Keys of a ConfigMap have no slash. */
function keyOf(path: string): string {
  return path.replaceAll('/', '.');
}
