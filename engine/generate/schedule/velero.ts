/** Schedules of Velero for systems of the kind kubernetes, and the places that they write to. No script of ours runs there. */
import { stringify } from 'yaml';
import type { RuleForm, Span } from '../../../grammar/tree.ts';
import { rulesFor } from '../../assess/made/block.ts';
import { longestGap } from '../../assess/schedule/runs.ts';
import type { BackupBlock, Job, Plan, Schedule, Storage, System } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { scheduleWords } from '../documents/schedule.ts';
import { planSlug } from '../scripts/names.ts';
import { commentText } from '../scripts/quote.ts';
import { endpointOf } from '../scripts/remote.ts';
import { cronLines } from './cron-lines.ts';
import { objectName } from './object-name.ts';

/** A job that a Schedule of Velero stands for. */
export interface VeleroJob {
  readonly system: System;
  readonly block: BackupBlock;
  readonly job: Job & { readonly schedule: Schedule };
  readonly storage: Storage;
}

/** Velero's name of a storage's provider, by the kind of the storage; it writes to no other. */
const PROVIDERS: Readonly<Record<string, string>> = { s3: 'aws', gcs: 'gcp', 'azure-blob': 'azure' };

/** All of them, in the order of the plan. */
export function veleroJobs(plan: Plan): VeleroJob[] {
  return plan.systems.flatMap((system) =>
    system.blocks.flatMap((block) =>
      block.jobs.flatMap((job) => {
        const storage = plan.storages.find(({ name }) => name === job.to);
        const { schedule } = job;
        if (storage === undefined || schedule === 'continuous') return [];
        return veleroReason(plan, job) === undefined ? [{ system, block, job: { ...job, schedule }, storage }] : [];
      }),
    ),
  );
}

/** Why no Schedule can stand for a job: a clause. */
export function veleroReason({ storages }: Plan, { tool, managedBy, schedule, to }: Job): string | undefined {
  if (tool?.value !== 'velero' || managedBy !== undefined) return 'it is no job of Velero';
  const storage = storages.find(({ name }) => name === to);
  if (storage === undefined) return `there is no storage ${to}`;
  if (PROVIDERS[storage.kind] === undefined) return `Velero writes to object storage, and ${to} is ${storage.kind}`;
  if (storage.bucket === undefined) return `${to} has no bucket`;
  const lines = schedule === 'continuous' ? [] : cronLines(schedule);
  if (lines.length > 0 && lines.every(({ onlyIf }) => onlyIf === undefined)) return undefined;
  return `no Schedule of Velero can say ${schedule === 'continuous' ? schedule : scheduleWords(schedule)}`;
}

/** `schedule/velero/`: the Schedules, and an example of the places. Nothing where no system is backed up with Velero. */
export function veleroArtifacts(plan: Plan): Artifact[] {
  const jobs = veleroJobs(plan);
  if (jobs.length === 0) return [];
  const storages = plan.storages.filter(({ name }) => jobs.some(({ storage }) => storage.name === name));
  const schedules = jobs.flatMap((job) => schedulesOf(plan, job)).join('---\n');
  return [
    {
      path: 'schedule/velero/schedules.yaml',
      text: `# kubectl apply --filename schedules.yaml, where Velero runs in the namespace velero, after the places in storage-locations.yaml.
# No drill has restored from this: no Kubernetes cluster can be had where the drills run. Restore one namespace into another before you rely on it.
# Velero removes a backup when its ttl is over, also when no newer one has succeeded since: let an alert tell you before that.
# It skips a run whose time the clock skips in spring.
${schedules}`,
      executable: false,
    },
    {
      path: 'schedule/velero/storage-locations.yaml',
      text: `# An example: what the plan does not know of a place has to be filled in. Credentials are in a secret, which is made with
# kubectl create secret generic NAME --namespace velero --from-file=cloud=FILE
${storages.map((storage) => stringify(locationOf(plan, storage), { lineWidth: 0 })).join('---\n')}`,
      executable: false,
    },
  ];
}

function schedulesOf(plan: Plan, { system, block, job, storage }: VeleroJob): string[] {
  const lines = cronLines(job.schedule);
  const { ttl, notes } = lifeOf(block, job);
  const { zone } = job.schedule;
  const comment = [
    `${job.id}: ${scheduleWords(job.schedule)} to ${storage.name}`,
    ...notes,
    ...(storage.immutable === undefined ? [] : [`the lock of ${storage.name} is set on its bucket, not here`]),
    ...(system.namespaces.length === 0 ? ['all namespaces: name in the plan those that are meant'] : []),
  ].map((line) => `# ${commentText(line)}\n`);
  return lines.map((line, index) => {
    const name = objectName(`${planSlug(plan)}-${job.id}${lines.length === 1 ? '' : `-${index + 1}`}`);
    const schedule = {
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name, namespace: 'velero', labels: labelsOf(plan), annotations: { 'backupplan/job': job.id } },
      spec: {
        schedule: zone === 'UTC' ? line.fields : `CRON_TZ=${zone} ${line.fields}`,
        // Backups outlive their schedule.
        useOwnerReferencesInBackup: false,
        template: {
          metadata: { labels: labelsOf(plan) },
          includedNamespaces: system.namespaces.length === 0 ? ['*'] : [...system.namespaces],
          snapshotVolumes: true,
          storageLocation: objectName(storage.name),
          ttl: `${ttl}h0m0s`,
        },
      },
    };
    return `${comment.join('')}${stringify(schedule, { lineWidth: 0 })}`;
  });
}

function labelsOf(plan: Plan): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/managed-by': 'backupplan', 'app.kubernetes.io/instance': objectName(planSlug(plan)) };
}

/** A hundred years: Velero knows no backup that stays for ever, and without a ttl takes 30 days. */
const FOREVER = 100 * 366 * 24;

/** Hours that each backup lives: as long as any rule may keep one, so never shorter than the plan says. `notes`: where that is longer. */
function lifeOf(block: BackupBlock, job: VeleroJob['job']): { readonly ttl: number; readonly notes: readonly string[] } {
  const rules = rulesFor(block, job.to);
  if (rules.length === 0) return { ttl: FOREVER, notes: ['the plan removes nothing: a ttl of a hundred years'] };
  const ttl = Math.max(...rules.map((rule) => hoursOf(rule, job.schedule)));
  const notes = rules.some(({ rule }) => rule === 'forever') ? ['Velero keeps nothing for ever: a ttl of a hundred years'] : [];
  const thins = rules.length > 1 || rules.some((rule) => rule.rule === 'period-for' || (rule.rule === 'count' && rule.period !== 'last'));
  return {
    ttl,
    notes: [
      ...notes,
      ...(thins
        ? ['a ttl does not thin out: every backup stays as long as the longest rule keeps one, where the plan keeps some of them']
        : []),
      ...(rules.some(({ rule }) => rule === 'count') ? ['a ttl does not count: where runs fail, fewer are left than the plan keeps'] : []),
    ],
  };
}

const HOURS = { hourly: 1, daily: 24, weekly: 7 * 24, monthly: 31 * 24, yearly: 366 * 24 } as const;

function hoursOf(rule: RuleForm, schedule: Schedule): number {
  switch (rule.rule) {
    case 'forever':
      return FOREVER;
    case 'span':
    case 'period-for':
      return spanHours(rule.span);
    case 'count':
      if (rule.period !== 'last') return rule.count * HOURS[rule.period];
      return Math.ceil((rule.count * (longestGap(schedule)?.seconds ?? 0)) / 3600);
  }
}

/** Never shorter than on any calendar. */
function spanHours({ years, months, seconds }: Span): number {
  return years * HOURS.yearly + months * HOURS.monthly + Math.ceil(seconds / 3600);
}

function locationOf(plan: Plan, storage: Storage): object {
  const { name, kind, bucket, endpoint, at } = storage;
  const region = plan.sites.find((site) => site.name === at)?.region;
  const config = {
    s3: {
      region: region ?? 'REGION',
      ...(endpoint === undefined ? {} : { s3Url: endpointOf(storage), s3ForcePathStyle: 'true' }),
    },
    'azure-blob': { resourceGroup: 'GROUP', storageAccount: 'ACCOUNT' },
  }[kind];
  return {
    apiVersion: 'velero.io/v1',
    kind: 'BackupStorageLocation',
    metadata: { name: objectName(name), namespace: 'velero', labels: labelsOf(plan) },
    spec: {
      provider: PROVIDERS[kind],
      objectStorage: { bucket, prefix: planSlug(plan) },
      ...(config === undefined ? {} : { config }),
      credential: { name: objectName(`${planSlug(plan)}-${name}`), key: 'cloud' },
      accessMode: 'ReadWrite',
    },
  };
}
