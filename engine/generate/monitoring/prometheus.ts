import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { entriesOf } from '../schedule/entries.ts';
import { logBehindAfter, overdueAfter, pointOldAfter } from '../schedule/pause.ts';
import type { Chain } from '../scripts/coverage.ts';

/**
 * Alerting rules for Prometheus over the metrics that lib.sh writes. A job is overdue when its last success is older than its longest
 * gap (clock changes counted) and a quarter of it: alerts on age, never on the last status, which says nothing when nothing runs. A copy
 * that follows a job has the gap of the job. A system without log, whose `rpo` may break sooner than that, has a rule for the age of its newest recovery
 * point. Log, whoever brings it, is behind when its newest recovery point is older than the plan allows.
 */
export function alertRules(plan: Plan, covered: readonly Chain[]): Artifact {
  const rules = covered.flatMap((chain) => [
    ...entriesOf(plan, chain).flatMap((entry) => {
      const seconds = chain.logs.some(({ id }) => id === entry.id) ? undefined : overdueAfter(entry, entriesOf(plan, chain));
      return seconds === undefined ? [] : [overdue(entry.id, plan.title, seconds)];
    }),
    ...chain.logs.flatMap((job) => {
      const seconds = logBehindAfter(job, chain);
      return seconds === undefined ? [] : [logBehind(job.id, plan.title, seconds)];
    }),
  ]);
  const systems = plan.systems.flatMap((system) => {
    const own = covered.filter((chain) => chain.system.name === system.name);
    const seconds = pointOldAfter(plan, system, own);
    return seconds === undefined ? [] : [pointOld(system.name, plan.title, seconds)];
  });
  const text = `# Alerting rules for Prometheus. The metrics come from the textfile collector: \`metrics\` in the plan, or BACKUPPLAN_METRICS.
# BackupLogBehind reckons with a server that is written to: PostgreSQL archives nothing while nothing happens. Where that may be, let
# something happen, for instance \`select txid_current()\` every minute. It is reckoned that metrics are read once a minute.
groups:
  - name: ${JSON.stringify(`backupplan ${plan.title}`)}
    rules:
${[...rules, ...systems].join('')}`;
  return { path: 'monitoring/prometheus-rules.yaml', text, executable: false };
}

function logBehind(job: string, plan: string, seconds: number): string {
  const labels = `plan=${JSON.stringify(plan)},job=${JSON.stringify(job)}`;
  const series = `backup_recovery_point_timestamp_seconds{${labels}}`;
  return `      - alert: BackupLogBehind
        expr: ${JSON.stringify(`time() - max by (plan, job) (${series}) > ${seconds} or absent(${series})`)}
        labels: { severity: critical }
        annotations: { summary: ${JSON.stringify(templateText(`${job} is behind: what was written since its last file would be lost`))} }
`;
}

function pointOld(system: string, plan: string, seconds: number): string {
  const series = `backup_recovery_point_timestamp_seconds{plan=${JSON.stringify(plan)},system=${JSON.stringify(system)}}`;
  return `      - alert: BackupPointOld
        expr: ${JSON.stringify(`time() - max by (plan, system) (${series}) > ${seconds}`)}
        labels: { severity: critical }
        annotations: { summary: ${JSON.stringify(templateText(`the newest recovery point of ${system} is so old that its rpo breaks soon`))} }
`;
}

function overdue(job: string, plan: string, seconds: number): string {
  const labels = `plan=${JSON.stringify(plan)},job=${JSON.stringify(job)}`;
  const series = `backup_last_success_timestamp_seconds{${labels}}`;
  return `      - alert: BackupOverdue
        expr: ${JSON.stringify(`time() - max by (plan, job) (${series}) > ${seconds} or absent(${series})`)}
        for: 5m
        labels: { severity: critical }
        annotations: { summary: ${JSON.stringify(templateText(`${job} has not succeeded in time`))} }
`;
}

/** Annotations are templates: braces of a name must not be taken for one. */
function templateText(text: string): string {
  return text.replaceAll('{{', '{ {');
}
