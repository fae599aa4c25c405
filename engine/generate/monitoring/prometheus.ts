import { longestGap } from '../../assess/schedule/runs.ts';
import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import { entriesOf } from '../schedule/entries.ts';
import type { Chain } from '../scripts/coverage.ts';

/**
 * Alerting rules for Prometheus over the metrics that lib.sh writes. A job is overdue when its last success is older than its longest
 * gap (clock changes counted) and a quarter of it: alerts on age, never on the last status, which says nothing when nothing runs.
 */
export function alertRules(plan: Plan, covered: readonly Chain[]): Artifact {
  const rules = covered.flatMap((chain) =>
    entriesOf(plan, chain).flatMap((entry) => {
      const seconds = 'follows' in entry.when ? undefined : longestGap(entry.when)?.seconds;
      return seconds === undefined ? [] : [overdue(entry.id, plan.title, Math.ceil(seconds * 1.25))];
    }),
  );
  const text = `# Alerting rules for Prometheus. The metrics come from the textfile collector: \`metrics\` in the plan, or BACKUPPLAN_METRICS.
groups:
  - name: ${JSON.stringify(`backupplan ${plan.title}`)}
    rules:
${rules.join('')}`;
  return { path: 'monitoring/prometheus-rules.yaml', text, executable: false };
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
