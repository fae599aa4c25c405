import { longestGap } from '../../assess/schedule/runs.ts';
import type { Job, Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { entriesOf } from '../schedule/entries.ts';
import type { Chain } from '../scripts/coverage.ts';

/** How much longer than it should be something may take before there is an alarm. */
const PATIENCE = 1.25;

/**
 * Alerting rules for Prometheus over the metrics that lib.sh writes. A job is overdue when its last success is older than its longest
 * gap (clock changes counted) and a quarter of it: alerts on age, not on the last status, which says nothing when nothing runs. Log that a
 * server brings has both: what fails is certain, and what is late may be that of a server on which nobody has written anything.
 */
export function alertRules(plan: Plan, covered: readonly Chain[]): Artifact {
  const rules = covered.flatMap((chain) => [
    ...entriesOf(plan, chain).flatMap((entry) => {
      const seconds = 'follows' in entry.when ? undefined : longestGap(entry.when)?.seconds;
      return seconds === undefined ? [] : [overdue(entry.id, plan.title, Math.ceil(seconds * PATIENCE))];
    }),
    ...(chain.engine.fetchesLog ? [] : chain.logs.map((job) => logRules(job, plan.title))),
  ]);
  const text = `# Alerting rules for Prometheus. The metrics come from the textfile collector: \`metrics\` in the plan, or BACKUPPLAN_METRICS.
groups:
  - name: ${JSON.stringify(`backupplan ${plan.title}`)}
    rules:
${rules.join('')}`;
  return { path: 'monitoring/prometheus-rules.yaml', text, executable: false };
}

function overdue(job: string, plan: string, seconds: number): string {
  const series = `backup_last_success_timestamp_seconds{${labelsOf(plan, job)}}`;
  return `      - alert: BackupOverdue
        expr: ${JSON.stringify(`time() - max by (plan, job) (${series}) > ${seconds} or absent(${series})`)}
        for: 5m
        labels: { severity: critical }
        annotations: { summary: ${JSON.stringify(templateText(`${job} has not succeeded in time`))} }
`;
}

/** The server brings a segment within the lag of a continuous log, or as often as its schedule says. */
function logRules({ id, schedule, lag }: Job, plan: string): string {
  const labels = labelsOf(plan, id);
  const within = schedule === 'continuous' ? (lag?.value ?? 60) : (longestGap(schedule)?.seconds ?? 3600);
  const point = `backup_recovery_point_timestamp_seconds{${labels}}`;
  return `      - alert: LogFailing
        expr: ${JSON.stringify(`min by (plan, job) (backup_last_status{${labels}}) == 0`)}
        for: 2m
        labels: { severity: critical }
        annotations: { summary: ${JSON.stringify(templateText(`${id} fails: the server keeps its log until its own disk is full`))} }
      - alert: LogOld
        expr: ${JSON.stringify(`time() - max by (plan, job) (${point}) > ${Math.ceil(within * PATIENCE)} or absent(${point})`)}
        for: 5m
        labels: { severity: warning }
        annotations: { summary: ${JSON.stringify(templateText(`${id} has brought nothing in time: nobody writes, or the server does not call it`))} }
`;
}

function labelsOf(plan: string, job: string): string {
  return `plan=${JSON.stringify(plan)},job=${JSON.stringify(job)}`;
}

/** Annotations are templates: braces of a name must not be taken for one. */
function templateText(text: string): string {
  return text.replaceAll('{{', '{ {');
}
