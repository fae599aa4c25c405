import type { Plan } from '../../plan/model.ts';
import type { Artifact } from '../artifact.ts';
import type { Chain } from '../scripts/coverage.ts';
import { crontab } from './crontab.ts';
import { kubernetesArtifacts } from './kubernetes.ts';
import { systemdUnits } from './systemd.ts';

/** What starts the scripts: systemd units, a crontab or CronJobs. */
export function scheduleArtifacts(plan: Plan, covered: readonly Chain[], scripts: readonly Artifact[]): Artifact[] {
  switch (plan.scheduler.value) {
    case 'systemd':
      return systemdUnits(plan, covered);
    case 'cron':
      return [crontab(plan, covered)];
    case 'kubernetes':
      return kubernetesArtifacts(plan, covered, scripts);
  }
}
