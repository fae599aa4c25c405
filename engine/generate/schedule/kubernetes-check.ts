/** A CronJob that checks the plan itself each day: reviews and exercises come due, acceptances end, and nobody has touched the plan. */
import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { stringify } from 'yaml';
import { builtinCatalogue } from '../../catalogue/builtin.ts';
import type { Examination } from '../../examine.ts';
import type { Project } from '../../plan/project.ts';
import type { Artifact } from '../artifact.ts';
import { relativePath } from '../manifest.ts';
import { planSlug } from '../scripts/names.ts';
import { objectName } from './object-name.ts';
import { veleroJobs } from './velero.ts';

/** `schedule/kubernetes/check.yaml`, with the texts of the plan; nothing where no part of the plan runs on a cluster. */
export function kubernetesCheck({ plan, project, catalogue, terms }: Examination): Artifact[] {
  if (plan.scheduler.value !== 'kubernetes' && veleroJobs(plan).length === 0) return [];
  const slug = planSlug(plan);
  const name = objectName(`${slug}-check`);
  const labels = { 'app.kubernetes.io/name': 'backupplan', 'app.kubernetes.io/instance': objectName(slug) };
  const files = filesOf(project).map((file, index) => ({ ...file, key: `${index}.backupplan` }));
  const texts: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels },
    data: Object.fromEntries(files.map(({ key, text }) => [key, text])),
  };
  const job: ICronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, labels },
    spec: {
      schedule: '0 6 * * *',
      timeZone: plan.timezone.value,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          template: {
            spec: {
              restartPolicy: 'Never',
              automountServiceAccountToken: false,
              securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  name: 'check',
                  // With Node.js and the command: name yours here, or in kustomization.yaml where there is one.
                  image: 'backupplan',
                  command: ['backupplan', 'check', `/plan/${files[0]?.path}`],
                  // Today is that of the plan.
                  env: [{ name: 'TZ', value: plan.timezone.value }],
                  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                  volumeMounts: [{ name: 'plan', mountPath: '/plan', readOnly: true }],
                },
              ],
              volumes: [{ name: 'plan', configMap: { name, items: files.map(({ key, path }) => ({ key, path })) } }],
            },
          },
        },
      },
    },
  };
  const beside = [
    ...(catalogue === builtinCatalogue ? [] : ['backupplan.catalog.yaml']),
    ...(terms.severity.size === 0 ? [] : ['backupplan.config.yaml']),
  ];
  const head = [
    'Checks the plan each morning. A Job that fails has found an error, and its log says which: let your alert on failed Jobs tell you.',
    'The image, `backupplan`, is one with Node.js in which the program is a command of this name. It needs no network and no secret.',
    ...beside.map(
      (file) => `The plan is checked with the ${file} of its workspace, which is not here: add it to the ConfigMap and to its items.`,
    ),
  ];
  const text = [head.map((line) => `# ${line}\n`).join(''), [texts, job].map((each) => stringify(each, { lineWidth: 0 })).join('---\n')];
  return [{ path: 'schedule/kubernetes/check.yaml', text: text.join(''), executable: false }];
}

/** The plan and its imports, the plan first, each under a path that its imports lead to: from the folder that all of them lie in. */
function filesOf({ root, files }: Project): readonly { readonly path: string; readonly text: string }[] {
  const seen = files.map(({ path, text }) => ({ parts: relativePath(root.path, path).split('/'), text }));
  const climbed = ({ parts }: { parts: readonly string[] }): number => parts.filter((part) => part === '..').length;
  const most = Math.max(...seen.map(climbed));
  const folders = root.path
    .split('/')
    .slice(0, -1)
    .slice(-most || Number.POSITIVE_INFINITY);
  return seen.map((file) => {
    const up = climbed(file);
    return { path: [...folders.slice(0, most - up), ...file.parts.slice(up)].join('/'), text: file.text };
  });
}
